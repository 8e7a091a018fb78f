// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The rounds of calls that a run has begun: what becomes of them as calls leave and end. */
final class Steps {
  private Steps() {}

  /** Those before, and those that begin with these calls. */
  static List<StepTimes> launched(List<StepTimes> before, List<CallSpec> leaving, long atMs) {
    List<StepTimes> begun = new ArrayList<>(before);
    Map<Integer, Integer> callsOf = new TreeMap<>();
    for (CallSpec spec : leaving) {
      callsOf.merge(spec.id().step(), 1, Integer::sum);
    }
    callsOf.forEach((begins, calls) -> begin(begun, begins, calls, atMs));
    return begun;
  }

  /** Calls that leave after others of their step are of that step. */
  private static void begin(List<StepTimes> begun, int begins, int calls, long atMs) {
    int last = begun.size() - 1;
    if (last >= 0 && begun.get(last).step() == begins) {
      begun.set(last, begun.get(last).plus(calls));
    } else {
      begun.add(new StepTimes(begins, calls, atMs, 0));
    }
  }

  /** After a call of a step has ended: that step with it, if nothing of it is left to be done. */
  static List<StepTimes> landed(List<StepTimes> before, int of, Work next, long atMs) {
    if (isLeft(of, next)) {
      return before;
    }
    List<StepTimes> after = new ArrayList<>(before.size());
    for (StepTimes each : before) {
      after.add(each.step() == of ? each.endedAt(atMs) : each);
    }
    return after;
  }

  private static boolean isLeft(int step, Work next) {
    for (CallId call : next.flying()) {
      if (call.step() == step) {
        return true;
      }
    }
    for (CallSpec spec : next.wanted()) {
      if (spec.id().step() == step) {
        return true;
      }
    }
    return false;
  }

  /** No later than then. */
  static List<StepTimes> allEnded(List<StepTimes> before, long atMs) {
    List<StepTimes> after = new ArrayList<>(before.size());
    for (StepTimes each : before) {
      after.add(each.endedBy(atMs));
    }
    return after;
  }

  /** A call that waits is of no step; it will be of the one in which it leaves. */
  static List<StepTimes> without(List<StepTimes> before, CallId call) {
    return before.stream()
        .map(each -> each.step() == call.step() ? each.plus(-1) : each)
        .filter(each -> each.calls() > 0)
        .toList();
  }

  /** Which round a wanted call is of, from 1. */
  static int round(List<StepTimes> begun, List<CallSpec> wanted, CallSpec call) {
    return (int)
        IntStream.concat(
                begun.stream().mapToInt(StepTimes::step),
                wanted.stream().mapToInt(spec -> spec.id().step()))
            .filter(step -> step <= call.id().step())
            .distinct()
            .count();
  }
}
