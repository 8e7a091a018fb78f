// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.FailureKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a world is minded: how often calls fail, are slow, or talk nonsense. Each number means once
 * in so many times.
 *
 * @param moods targets that fail two times of three, and how
 * @param latencyMs of most calls, at most
 */
record Temper(
    int fails, int slow, int odd, int nonsense, Map<String, FailureKind> moods, long latencyMs) {

  static final String EMBEDDER = "embedder";

  /** A model that fails in every way, with no other attempt and no other model to stand in. */
  private static final String FRAIL = "frail";

  /** Moves that come of what calls say, not of whether they fail. */
  private static final String[] NONSENSE = {
    "length", "steps", "unknown_tool", "invalid_arguments", "malformed_response", "needs_not_met"
  };

  /** Moves that come of what happens while a call is under way. */
  private static final String[] TAKES_LONG = {
    "hedge", "cancelled", "deadline", "unknown_outcome", "uprooted", "route_changed", "wanted"
  };

  /** What only we say of a call ourselves. */
  private static final Set<FailureKind> OURS =
      EnumSet.of(FailureKind.CANCELLED, FailureKind.OVER_BUDGET, FailureKind.UNKNOWN_OUTCOME);

  static final List<FailureKind> KINDS = List.copyOf(EnumSet.complementOf(EnumSet.copyOf(OURS)));

  static Temper of(Dice dice, Iterable<String> models, Iterable<String> tools) {
    Map<String, FailureKind> moods = new LinkedHashMap<>();
    models.forEach(model -> mood(dice, 3, model, moods));
    tools.forEach(tool -> mood(dice, 8, tool, moods));
    mood(dice, 8, EMBEDDER, moods);
    return new Temper(
        dice.pick(fails(dice.leaning()), "empty", "hedge"),
        dice.pick(List.of(5, 12, 60), "hedge", "timeout", "deadline"),
        dice.pick(List.of(20, 60, 300)),
        dice.pick(List.of(3, 8, 20), NONSENSE),
        moods,
        dice.pick(latenciesMs(dice)));
  }

  private static List<Integer> fails(Leaning leaning) {
    return leaning.names("alone") ? List.of(3, 4, 10) : List.of(4, 10, 30, 100);
  }

  private static void mood(Dice dice, int oneIn, String target, Map<String, FailureKind> moods) {
    boolean failing = dice.leaning().failure(KINDS).isPresent();
    if (dice.oneIn(failing ? 2 : oneIn)) {
      moods.put(target, kind(dice));
    }
  }

  private static List<Long> latenciesMs(Dice dice) {
    return dice.leaning().names(TAKES_LONG) ? List.of(500L, 4_000L) : List.of(30L, 500L, 4_000L);
  }

  private static FailureKind kind(Dice dice) {
    FailureKind wanted = dice.leaning().failure(KINDS).orElse(null);
    return wanted != null && dice.oneIn(2) ? wanted : dice.pick(KINDS);
  }

  /** How an attempt fails; null if it does not. */
  @Nullable FailureKind failure(Dice dice, String target) {
    if (target.equals(FRAIL)) {
      return dice.oneIn(3) ? null : kind(dice);
    }
    FailureKind mood = moods.get(target);
    if (mood != null && !dice.oneIn(3)) {
      return mood;
    }
    return dice.oneIn(fails) ? kind(dice) : null;
  }

  /** How long an attempt takes, in steps of 5 ms so that some end together. */
  long latencyMs(Dice dice) {
    long most = dice.oneIn(slow) ? 60_000 : latencyMs;
    return dice.skewed(0, most / 5) * 5;
  }
}
