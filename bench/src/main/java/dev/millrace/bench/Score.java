// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.route.Decision;
import dev.millrace.route.Decision.Refused;
import dev.millrace.route.Decision.Routed;

/** Counts what a classifier made of questions. */
final class Score {
  private final Latencies total = new Latencies();
  private final Latencies deciding = new Latencies();
  private int asked;
  private int right;
  private int answered;
  private int answeredRight;
  private int outOfScope;

  /**
   * Takes one in.
   *
   * @param forced what the classifier says if it may not refuse
   * @param decision what it says with its default thresholds
   */
  void add(LabelledText question, Decision forced, Decision decision) {
    asked++;
    right += goesTo(question.route(), forced) ? 1 : 0;
    answered += decision instanceof Routed ? 1 : 0;
    answeredRight += goesTo(question.route(), decision) ? 1 : 0;
    boolean outside =
        decision instanceof Refused refused && refused.reason().equals(Refused.OUT_OF_SCOPE);
    outOfScope += outside ? 1 : 0;
  }

  private static boolean goesTo(String route, Decision decision) {
    return decision instanceof Routed routed && routed.route().equals(route);
  }

  /** From the text to the decision. */
  Latencies total() {
    return total;
  }

  /** From the vector to the decision. */
  Latencies deciding() {
    return deciding;
  }

  int asked() {
    return asked;
  }

  double accuracy() {
    return (double) right / asked;
  }

  double answeredShare() {
    return (double) answered / asked;
  }

  double answeredAccuracy() {
    return (double) answeredRight / answered;
  }

  double outOfScopeShare() {
    return (double) outOfScope / asked;
  }
}
