// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.MinuteClaim;
import dev.millrace.ledger.MinuteGrants;
import dev.millrace.schemas.stored.MinuteRecord;
import dev.millrace.schemas.stored.StoredClaim;
import dev.millrace.schemas.stored.StoredSlice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** What was granted of minutes of providers' accounts, as stored. */
final class MinuteCodec {
  private MinuteCodec() {}

  static Serde<MinuteGrants> grants() {
    return AvroCodec.serde(
        MinuteRecord.getEncoder(),
        MinuteRecord.getDecoder(),
        MinuteCodec::store,
        MinuteCodec::read);
  }

  private static MinuteRecord store(MinuteGrants grants) {
    return new MinuteRecord(
        grants.startMs(),
        store(grants.earlier()),
        grants.claims().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> store(each.getKey(), each.getValue()))
            .toList());
  }

  private static StoredClaim store(int holder, MinuteClaim claim) {
    return new StoredClaim(
        holder,
        claim.number(),
        claim.asked(),
        LedgerCodec.store(claim.granted()),
        LedgerCodec.store(claim.lacks()),
        LedgerCodec.store(claim.before()),
        LedgerCodec.store(claim.back()));
  }

  private static MinuteGrants read(MinuteRecord stored) {
    Map<Integer, MinuteClaim> claims = new HashMap<>();
    stored.getClaims().forEach(claim -> claims.put(claim.getHolder(), read(claim)));
    return new MinuteGrants(stored.getStartMs(), read(stored.getEarlier()), claims);
  }

  private static MinuteClaim read(StoredClaim stored) {
    return new MinuteClaim(
        stored.getNumber(),
        stored.getAsked(),
        LedgerCodec.read(stored.getGranted()),
        LedgerCodec.read(stored.getLacks()),
        LedgerCodec.read(stored.getBefore()),
        LedgerCodec.read(stored.getBack()));
  }

  static List<StoredSlice> store(Map<Long, Amounts> slices) {
    return slices.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> new StoredSlice(each.getKey(), LedgerCodec.store(each.getValue())))
        .toList();
  }

  static SortedMap<Long, Amounts> read(List<StoredSlice> stored) {
    SortedMap<Long, Amounts> slices = new TreeMap<>();
    stored.forEach(each -> slices.put(each.getStartMs(), LedgerCodec.read(each.getAmounts())));
    return slices;
  }
}
