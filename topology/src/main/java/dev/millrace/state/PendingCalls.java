// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.engine.PendingCall;
import dev.millrace.run.CallId;
import dev.millrace.schemas.stored.PendingCallRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What was promised to be called: the queue behind the calls under way, and what survives a crash.
 */
public final class PendingCalls {
  private final KeyValueStore<CallId, PendingCallRecord> store;

  PendingCalls(KeyValueStore<CallId, PendingCallRecord> store) {
    this.store = store;
  }

  public @Nullable PendingCall get(CallId id) {
    PendingCallRecord record = store.get(id);
    return record == null ? null : PendingCallCodec.read(id, record);
  }

  public void put(PendingCall call) {
    store.put(call.id(), PendingCallCodec.store(call));
  }

  public void delete(CallId id) {
    store.delete(id);
  }

  /** All of them, oldest first, for the start after a restore. */
  public List<PendingCall> all() {
    List<PendingCall> found = new ArrayList<>();
    try (KeyValueIterator<CallId, PendingCallRecord> all = store.all()) {
      all.forEachRemaining(entry -> found.add(PendingCallCodec.read(entry.key, entry.value)));
    }
    found.sort(Comparator.comparingLong(PendingCall::createdAtMs).thenComparing(PendingCall::id));
    return found;
  }
}
