// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.Trim;
import dev.millrace.ledger.Amounts;
import dev.millrace.price.PriceHistory;
import java.util.List;

/**
 * What a call may cost at each of the models that it may come to, each of which counts tokens in
 * its own way.
 *
 * @param models the one it is for, and its fallbacks in their order
 * @param fromMs the earliest instant whose prices may hold, epoch milliseconds
 * @param untilMs the latest, at which its run must end
 */
public record Quote(List<Line> models, long fromMs, long untilMs) {
  public Quote {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("a call of no model");
    }
  }

  /**
   * One of the models.
   *
   * @param predictedTokens what is paid of a prediction, whatever the answer
   * @param least output tokens that can be asked for
   * @param shortest answer that is of use, in tokens
   * @param longest answer that it may give, in tokens
   */
  record Line(
      int inputTokens,
      int predictedTokens,
      int least,
      int shortest,
      int longest,
      PriceHistory prices) {

    /** How long its answer may be. */
    int output(Trim trim) {
      return Math.max(least, Math.min(longest, trim.maxOutputTokens()));
    }
  }

  /** Of the trimmed call, at the dearest of its models and of the prices until its run must end. */
  Amounts worst(Trim trim) {
    long nanos = 0;
    long mostInput = 0;
    long mostOutput = 0;
    long most = 0;
    int count = trim.fallbacks() < models.size() ? trim.fallbacks() + 1 : models.size();
    for (Line each : models.subList(0, count)) {
      int input = each.inputTokens();
      int output = each.output(trim) + each.predictedTokens();
      nanos = Math.max(nanos, each.prices().worstCaseNanos(input, output, fromMs, untilMs));
      mostInput = Math.max(mostInput, input);
      mostOutput = Math.max(mostOutput, output);
      most = Math.max(most, (long) input + output);
    }
    return new Amounts(nanos, most, mostInput, mostOutput, 1, 0);
  }
}
