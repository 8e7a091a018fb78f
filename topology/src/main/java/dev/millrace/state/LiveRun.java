// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.engine.PendingCall;
import dev.millrace.run.CallId;
import dev.millrace.run.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a run whenever it has moved.
 *
 * @param promised a few of its calls that have not ended; see {@link PendingCalls}
 */
record LiveRun(Run run, List<PendingCall> promised) {
  LiveRun {
    promised = List.copyOf(promised);
  }

  @Nullable PendingCall promise(CallId id) {
    for (PendingCall call : promised) {
      if (call.id().equals(id)) {
        return call;
      }
    }
    return null;
  }

  LiveRun with(Run next) {
    return new LiveRun(next, promised);
  }

  /** With this call promised so, in place of what was promised of it before. */
  LiveRun with(PendingCall call) {
    List<PendingCall> next = others(call.id());
    next.add(call);
    return new LiveRun(run, next);
  }

  LiveRun without(CallId id) {
    return new LiveRun(run, others(id));
  }

  private List<PendingCall> others(CallId id) {
    List<PendingCall> others = new ArrayList<>(promised.size() + 1);
    for (PendingCall call : promised) {
      if (!call.id().equals(id)) {
        others.add(call);
      }
    }
    return others;
  }
}
