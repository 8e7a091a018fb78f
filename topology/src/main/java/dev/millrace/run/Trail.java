// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Guard;
import java.util.ArrayList;
import java.util.List;

/**
 * What an agent has asked for and been told, as {@link Fingerprint fingerprints}: as much as shows
 * whether it gets on.
 *
 * @param asking the calls of the step under way, by their place in it
 * @param repeats what came of each call, the latest last
 * @param told results that were there, the latest last
 * @param news whether the step under way brought anything that was not
 * @param stale how many steps in a row brought nothing
 */
public record Trail(
    List<Integer> asking, List<Repeat> repeats, List<Integer> told, boolean news, int stale) {

  /** Older ones are forgotten. */
  private static final int MOST = 128;

  public static final Trail NONE = new Trail(List.of(), List.of(), List.of(), false, 0);

  /**
   * A call that was made, once or again.
   *
   * @param result of the latest time
   * @param times how often in a row it was this
   */
  public record Repeat(int call, int result, int times) {
    Repeat again(int next) {
      return new Repeat(call, next, next == result ? times + 1 : 1);
    }
  }

  public Trail {
    asking = List.copyOf(asking);
    repeats = List.copyOf(repeats);
    told = List.copyOf(told);
  }

  /** A step begins. */
  Trail asks(List<ToolUse> uses) {
    List<Integer> calls =
        uses.stream().map(use -> Fingerprint.of(use.name(), use.arguments())).toList();
    return new Trail(calls, repeats, told, false, stale);
  }

  /** A call of the step has ended. */
  Trail tells(int place, CallResult result) {
    int print = Fingerprint.of(result);
    boolean isNew = !told.contains(print);
    return new Trail(
        asking,
        place < asking.size() ? repeated(asking.get(place), print) : repeats,
        isNew ? latest(told, print) : told,
        news || isNew,
        stale);
  }

  private List<Repeat> repeated(int call, int print) {
    Repeat before = new Repeat(call, print, 0);
    List<Repeat> others = new ArrayList<>(repeats.size());
    for (Repeat repeat : repeats) {
      if (repeat.call == call) {
        before = repeat;
      } else {
        others.add(repeat);
      }
    }
    return latest(others, before.again(print));
  }

  private static <T> List<T> latest(List<T> before, T next) {
    int from = Math.max(0, before.size() + 1 - MOST);
    List<T> all = new ArrayList<>(before.subList(from, before.size()));
    all.add(next);
    return all;
  }

  /** All calls of the step have ended. */
  Trail stepEnded() {
    return new Trail(List.of(), repeats, told, false, news ? 0 : stale + 1);
  }

  /** Whether it goes round in circles. */
  boolean isRound(Guard guard) {
    boolean asksTheSame =
        guard.sameCall() > 0 && repeats.stream().anyMatch(each -> each.times >= guard.sameCall());
    return asksTheSame || (guard.stepsWithoutNews() > 0 && stale >= guard.stepsWithoutNews());
  }
}
