// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Several that get the same requests in turns, at a fixed rate, so that all have the same day. */
final class Turns {
  private final OpenLoop loop;
  private final IntToLongFunction outsideNanos;

  /**
   * @param outsideNanos what of a request's time, by its number, is not theirs
   */
  Turns(OpenLoop loop, IntToLongFunction outsideNanos) {
    this.loop = loop;
    this.outsideNanos = outsideNanos;
  }

  /**
   * How long who is measured, in requests.
   *
   * @param settling the first of each round, that do not count
   */
  record Plan(int rounds, int requestsPerRound, int warmUp, int settling) {
    Plan {
      if (rounds < 1 || requestsPerRound < 1 || warmUp < 0 || settling < 0) {
        throw new IllegalArgumentException("nothing to measure: " + rounds + " rounds");
      }
    }
  }

  /** One of those that are measured, who reads its answers, and what was found. */
  record Side(Target target, Answers answers, Rounds rounds) implements AutoCloseable {
    @Override
    public void close() {
      answers.close();
    }
  }

  static Side side(Target target, Answers answers) {
    return new Side(target, answers, new Rounds());
  }

  void warmUp(List<Side> sides, Plan plan) throws IOException {
    for (Side side : sides) {
      loop.round(side.target, side.answers, plan.warmUp, plan.warmUp, outsideNanos);
    }
  }

  void measure(List<Side> sides, Plan plan) throws IOException {
    for (int round = 1; round <= plan.rounds; round++) {
      System.err.printf("round %d of %d%n", round, plan.rounds);
      for (Side side : sides) {
        int count = plan.settling + plan.requestsPerRound;
        side.rounds.add(loop.round(side.target, side.answers, count, plan.settling, outsideNanos));
      }
    }
  }
}
