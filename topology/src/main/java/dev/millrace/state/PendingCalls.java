// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.engine.PendingCall;
import dev.millrace.run.CallId;
import dev.millrace.schemas.stored.PendingCallRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was promised to be called: the queue behind the calls under way, and what survives a crash.
 *
 * <p>The first few promises of a run are written in the run's own record, which is written at every
 * step in any case: in a run of one call after the other they cost no record of their own. Where
 * more calls fly together each of the others has one, or the run's record would be written with all
 * of them at each answer.
 */
public final class PendingCalls {
  /** Of a run's promises in its own record; some hundred bytes each. */
  private static final int MOST_WITH_THE_RUN = 4;

  private final LiveRuns runs;
  private final WriteBehindStore<CallId, PendingCallRecord, PendingCall> others;

  PendingCalls(LiveRuns runs, WriteBehindStore<CallId, PendingCallRecord, PendingCall> others) {
    this.runs = runs;
    this.others = others;
  }

  public @Nullable PendingCall get(CallId id) {
    LiveRun live = runs.get(id.run());
    PendingCall withTheRun = live == null ? null : live.promise(id);
    return withTheRun == null ? others.get(id) : withTheRun;
  }

  /** Promises a call, or changes what is promised of it. */
  public void put(PendingCall call) {
    CallId id = call.id();
    LiveRun live = runs.get(id.run());
    if (live != null && (live.promise(id) != null || mayGoWith(live, id))) {
      runs.put(live.with(call));
    } else {
      others.put(id, call);
    }
  }

  private boolean mayGoWith(LiveRun live, CallId id) {
    return live.promised().size() < MOST_WITH_THE_RUN && others.get(id) == null;
  }

  public void delete(CallId id) {
    LiveRun live = runs.get(id.run());
    if (live != null && live.promise(id) != null) {
      runs.put(live.without(id));
    } else {
      others.delete(id);
    }
  }

  /** All of them, oldest first, for the start after a restore. */
  public List<PendingCall> all() {
    List<PendingCall> found = new ArrayList<>(others.values());
    runs.all().forEach(live -> found.addAll(live.promised()));
    found.sort(Comparator.comparingLong(PendingCall::createdAtMs).thenComparing(PendingCall::id));
    return found;
  }
}
