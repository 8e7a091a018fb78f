// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.engine.PendingCall;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.CallId;
import dev.millrace.run.Part;
import dev.millrace.run.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a run whenever it has moved.
 *
 * @param inquiry what it was asked, if that goes with the run; see {@link RunStore}
 * @param parts what came of those of its calls that goes with the run, in order of the calls
 * @param promised a few of its calls that have not ended; see {@link PendingCalls}
 */
record LiveRun(Run run, @Nullable Inquiry inquiry, List<Part> parts, List<PendingCall> promised) {
  LiveRun {
    parts = List.copyOf(parts);
    promised = List.copyOf(promised);
  }

  static LiveRun of(Run run) {
    return new LiveRun(run, null, List.of(), List.of());
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
    return new LiveRun(next, inquiry, parts, promised);
  }

  LiveRun with(Inquiry asked) {
    return new LiveRun(run, asked, parts, promised);
  }

  LiveRun with(Part part) {
    List<Part> next = new ArrayList<>(parts.size() + 1);
    next.addAll(parts);
    next.add(part);
    next.sort(Part.BY_CALL);
    return new LiveRun(run, inquiry, next, promised);
  }

  /** With this call promised so, in place of what was promised of it before. */
  LiveRun with(PendingCall call) {
    List<PendingCall> next = others(call.id());
    next.add(call);
    return new LiveRun(run, inquiry, parts, next);
  }

  LiveRun without(CallId id) {
    return new LiveRun(run, inquiry, parts, others(id));
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
