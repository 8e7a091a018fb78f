// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.engine.PendingCall;
import dev.millrace.run.CallId;
import dev.millrace.schemas.stored.PendingCallRecord;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was promised to be called: the queue behind the calls under way, and what survives a crash.
 */
public final class PendingCalls {
  private final WriteBehindStore<CallId, PendingCallRecord, PendingCall> store;

  PendingCalls(WriteBehindStore<CallId, PendingCallRecord, PendingCall> store) {
    this.store = store;
  }

  public @Nullable PendingCall get(CallId id) {
    return store.get(id);
  }

  public void put(PendingCall call) {
    store.put(call.id(), call);
  }

  public void delete(CallId id) {
    store.delete(id);
  }

  /** All of them, oldest first, for the start after a restore. */
  public List<PendingCall> all() {
    List<PendingCall> found = store.values();
    found.sort(Comparator.comparingLong(PendingCall::createdAtMs).thenComparing(PendingCall::id));
    return found;
  }
}
