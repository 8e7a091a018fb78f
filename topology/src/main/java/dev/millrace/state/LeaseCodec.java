// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Grants;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Share;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.schemas.stored.LeaseMessageRecord;
import dev.millrace.schemas.stored.LeaseRecord;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredShare;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Leases of budgets, as stored, and as partitions tell each other of them. */
public final class LeaseCodec {
  private LeaseCodec() {}

  /** A holder's own lease is kept as grants to itself alone. */
  static Serde<Grants> grants() {
    return AvroCodec.serde(
        LeaseRecord.getEncoder(), LeaseRecord.getDecoder(), LeaseCodec::store, LeaseCodec::read);
  }

  /** What goes between partitions is read by nobody else, and needs no registry. */
  public static Serde<LeaseMessage> messages() {
    return AvroCodec.serde(
        LeaseMessageRecord.getEncoder(),
        LeaseMessageRecord.getDecoder(),
        LeaseCodec::store,
        LeaseCodec::read);
  }

  private static LeaseRecord store(Grants grants) {
    return new LeaseRecord(
        grants.startMs(),
        grants.counter(),
        grants.shares().values().stream().map(LeaseCodec::store).toList());
  }

  private static Grants read(LeaseRecord stored) {
    Map<Integer, Share> shares = new HashMap<>();
    stored.getShares().forEach(share -> shares.put(share.getHolder(), read(share)));
    return new Grants(stored.getStartMs(), stored.getCounter(), shares);
  }

  private static LeaseMessageRecord store(LeaseMessage message) {
    return new LeaseMessageRecord(
        message.pot().key(),
        Words.of(message.pot().window()),
        message.startMs(),
        Words.of(message.kind()),
        store(message.share()),
        MinuteCodec.store(message.unused()));
  }

  private static LeaseMessage read(LeaseMessageRecord stored) {
    return new LeaseMessage(
        new Pot(stored.getAccount(), Words.read(BudgetWindow.class, stored.getWindow())),
        stored.getStartMs(),
        Words.read(LeaseMessage.Kind.class, stored.getKind()),
        read(stored.getShare()),
        MinuteCodec.read(stored.getUnused()));
  }

  private static StoredShare store(Share share) {
    return new StoredShare(
        share.holder(),
        share.number(),
        LedgerCodec.store(share.granted()),
        LedgerCodec.store(share.returned()),
        LedgerCodec.store(share.spent()),
        LedgerCodec.storeIfAny(share.lacks()),
        LedgerCodec.storeIfAny(share.wants()),
        share.turn(),
        share.recalled(),
        share.heeded());
  }

  private static Share read(StoredShare stored) {
    return new Share(
        stored.getHolder(),
        stored.getNumber(),
        LedgerCodec.read(stored.getGranted()),
        LedgerCodec.read(stored.getReturned()),
        LedgerCodec.read(stored.getSpent()),
        readIfAny(stored.getLacks()),
        readIfAny(stored.getWants()),
        stored.getTurn(),
        stored.getRecalled(),
        stored.getHeeded());
  }

  private static Amounts readIfAny(@Nullable StoredAmounts stored) {
    return stored == null ? Amounts.NONE : LedgerCodec.read(stored);
  }
}
