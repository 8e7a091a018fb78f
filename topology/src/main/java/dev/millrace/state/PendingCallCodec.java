// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Trim;
import dev.millrace.run.CallId;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.StoredHedge;
import dev.millrace.schemas.stored.StoredTrim;
import dev.millrace.state.WriteBehindStore.Form;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Pending calls, as stored. The call's id is the key and stands in the value no second time. */
final class PendingCallCodec {
  static final Form<CallId, PendingCallRecord, PendingCall> FORM =
      new Form<>(PendingCallCodec::store, PendingCallCodec::read);

  private PendingCallCodec() {}

  static Serde<PendingCallRecord> records() {
    return AvroCodec.serde(PendingCallRecord.getEncoder(), PendingCallRecord.getDecoder());
  }

  static PendingCallRecord store(PendingCall call) {
    return new PendingCallRecord(
        call.tenant(),
        Purposes.store(call.purpose()),
        Words.of(call.kind()),
        call.firstTarget(),
        call.target(),
        call.attempt(),
        call.attemptOnTarget(),
        call.createdAtMs(),
        call.dueAtMs(),
        call.fallbacksUsed(),
        LedgerCodec.store(call.hold()),
        call.input().system(),
        call.input().toolSchemas(),
        call.input().history(),
        call.input().toolOutput(),
        call.mayHaveLeft(),
        call.lockKey(),
        call.lockTurn(),
        call.hedgeAttempt(),
        store(call.hedge()),
        call.left(),
        store(call.trim()),
        call.downgradedFrom(),
        call.input().carriedHistory(),
        call.input().carriedToolOutput());
  }

  private static @Nullable StoredHedge store(PendingCall.@Nullable Hedge hedge) {
    return hedge == null
        ? null
        : new StoredHedge(
            hedge.target(),
            LedgerCodec.store(hedge.hold()),
            hedge.input().system(),
            hedge.input().toolSchemas(),
            hedge.input().history(),
            hedge.input().toolOutput(),
            hedge.input().carriedHistory(),
            hedge.input().carriedToolOutput());
  }

  private static @Nullable StoredTrim store(Trim trim) {
    return trim.isNone()
        ? null
        : new StoredTrim(
            trim.maxOutputTokens(), trim.fallbacks(), trim.otherModel(), trim.withoutTools());
  }

  private static Trim read(@Nullable StoredTrim stored) {
    return stored == null
        ? Trim.NONE
        : new Trim(
            stored.getMaxOutputTokens(),
            stored.getFallbacks(),
            stored.getOtherModel(),
            stored.getWithoutTools());
  }

  static PendingCall read(CallId id, PendingCallRecord stored) {
    return new PendingCall(
        id,
        stored.getTenant(),
        Purposes.read(stored.getPurpose()),
        Words.read(PendingCall.Kind.class, stored.getKind()),
        stored.getFirstTarget(),
        stored.getTarget(),
        stored.getAttempt(),
        stored.getAttemptOnTarget(),
        stored.getFallbacksUsed(),
        stored.getCreatedAtMs(),
        stored.getDueAtMs(),
        LedgerCodec.read(stored.getHold()),
        stored.getLeft(),
        new InputBuckets(
            stored.getSystemTokens(),
            stored.getToolSchemaTokens(),
            stored.getHistoryTokens(),
            stored.getToolOutputTokens(),
            stored.getCarriedHistoryTokens(),
            stored.getCarriedToolOutputTokens()),
        stored.getMayHaveLeft(),
        stored.getLockKey(),
        stored.getLockTurn(),
        read(stored.getTrim()),
        stored.getDowngradedFrom(),
        stored.getHedgeAttempt(),
        read(stored.getHedge()));
  }

  private static PendingCall.@Nullable Hedge read(@Nullable StoredHedge stored) {
    return stored == null
        ? null
        : new PendingCall.Hedge(
            stored.getTarget(),
            LedgerCodec.read(stored.getHold()),
            new InputBuckets(
                stored.getSystemTokens(),
                stored.getToolSchemaTokens(),
                stored.getHistoryTokens(),
                stored.getToolOutputTokens(),
                stored.getCarriedHistoryTokens(),
                stored.getCarriedToolOutputTokens()));
  }
}
