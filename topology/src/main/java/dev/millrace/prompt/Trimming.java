// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.Trim;
import dev.millrace.ledger.Budget;
import dev.millrace.pipeline.BudgetLimits;
import java.util.Optional;

/**
 * Decides how a call of a model is made smaller that does not fit what is left: as long an answer
 * as that holds of the model that is asked, and then as many of its fallbacks as can stand in for
 * the same.
 */
public final class Trimming {
  private Trimming() {}

  /** The least that must be given up; empty if not even the shortest answer of use fits. */
  public static Optional<Trim> of(Quote quote, BudgetLimits left) {
    Quote.Line asked = quote.models().get(0);
    if (!fits(quote, trim(asked.shortest(), 0), left)) {
      return Optional.empty();
    }
    int output = longest(quote, left);
    int tokens = output == asked.longest() ? Trim.ALL : output;
    return Optional.of(withFallbacks(quote, tokens, left));
  }

  private static int longest(Quote quote, BudgetLimits left) {
    int fits = quote.models().get(0).shortest();
    int most = quote.models().get(0).longest();
    while (fits < most) {
      int middle = most - (most - fits) / 2;
      if (fits(quote, trim(middle, 0), left)) {
        fits = middle;
      } else {
        most = middle - 1;
      }
    }
    return fits;
  }

  private static Trim withFallbacks(Quote quote, int tokens, BudgetLimits left) {
    int all = quote.models().size() - 1;
    int fallbacks = 0;
    while (fallbacks < all && mayFollow(quote, trim(tokens, fallbacks + 1), left)) {
      fallbacks++;
    }
    return trim(tokens, fallbacks == all ? Trim.ALL : fallbacks);
  }

  private static boolean mayFollow(Quote quote, Trim trim, BudgetLimits left) {
    Quote.Line last = quote.models().get(trim.fallbacks());
    return last.output(trim) >= last.shortest() && fits(quote, trim, left);
  }

  private static boolean fits(Quote quote, Trim trim, BudgetLimits left) {
    return Budget.EMPTY.broken(left, quote.worst(trim)).isEmpty();
  }

  private static Trim trim(int tokens, int fallbacks) {
    return new Trim(tokens, fallbacks, false, false);
  }
}
