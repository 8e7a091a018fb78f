// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.Trim;
import dev.millrace.ledger.Budget;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token of input costs a nano and one of output four, times the model's factor. */
class TrimmingTest {
  /** 100 tokens of input; an answer of 25 to 100. */
  private static final Quote.Line SMALL = line(1, 25, 100);

  private static final Quote.Line LARGE = line(10, 25, 100);

  @ParameterizedTest
  @CsvSource({
    // left, tokens, fallbacks: with those of the small model, which is asked first, 500 nanos
    "5000, all, all", // all of it: who asks this was refused by somebody else
    "4999, all, 0", // an answer of the large one is one nano too dear: it does without
    "500, all, 0",
    "499, 99, 0",
    "300, 50, 0",
    "203, 25, 0",
    "200, 25, 0",
    "199, none, none",
    "0, none, none"
  })
  void theAnswerIsAsLongAsFits(long left, String tokens, String fallbacks) {
    assertThat(Trimming.of(quote(SMALL, LARGE), money(left)).map(TrimmingTest::told).orElse("none"))
        .isEqualTo(tokens.equals("none") ? "none" : tokens + " " + fallbacks);
  }

  @Test
  void aCheaperFallbackStaysWhateverTheAnswerOfTheFirst() {
    assertThat(told(Trimming.of(quote(LARGE, SMALL), money(4_999)).orElseThrow()))
        .isEqualTo("99 all");
  }

  @Test
  void aFallbackThatCannotSaySoLittleDoesNotStandIn() {
    Quote.Line wordy = line(1, 60, 100);

    assertThat(told(Trimming.of(quote(SMALL, wordy), money(300)).orElseThrow())).isEqualTo("50 0");
  }

  @Test
  void fallbacksAreLeftOutFromTheFirstThatDoesNotFit() {
    assertThat(told(Trimming.of(quote(SMALL, SMALL, LARGE, SMALL), money(600)).orElseThrow()))
        .isEqualTo("all 1");
  }

  @Test
  void whatIsPaidOfAPredictionIsNotCut() {
    Quote.Line predicted = new Quote.Line(100, 50, 1, 25, 100, prices(1));

    assertThat(told(Trimming.of(quote(predicted), money(500)).orElseThrow())).isEqualTo("50 all");
  }

  @ParameterizedTest
  @CsvSource({"199, 99", "125, 25", "124, none"})
  void tokensAreTrimmedToAsWell(long left, String tokens) {
    BudgetLimits most = new BudgetLimits(null, left, null, null, null, null);

    assertThat(Trimming.of(quote(SMALL), most).map(TrimmingTest::told).orElse("none"))
        .isEqualTo(tokens.equals("none") ? "none" : tokens + " all");
  }

  @Test
  void noAnswerIsShortEnoughForAPromptThatIsTooLong() {
    BudgetLimits most = new BudgetLimits(null, null, 99L, null, null, null);

    assertThat(Trimming.of(quote(SMALL), most)).isEmpty();
  }

  @Test
  void whatIsTrimmedFitsAndOneTokenMoreWouldNot() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Quote quote = quote(any(random), any(random), any(random));
      BudgetLimits left =
          new BudgetLimits(
              maybe(random, 4_000), maybe(random, 400), null, maybe(random, 200), null, null);
      Trimming.of(quote, left).ifPresent(trim -> assertIsMost(quote, left, trim));
    }
  }

  private static void assertIsMost(Quote quote, BudgetLimits left, Trim trim) {
    assertThat(fits(quote, left, trim)).isTrue();
    if (trim.maxOutputTokens() < Trim.ALL) {
      Trim longer = new Trim(trim.maxOutputTokens() + 1, 0, false, false);
      assertThat(fits(quote, left, longer)).as("%s of %s in %s", trim, quote, left).isFalse();
    }
  }

  private static boolean fits(Quote quote, BudgetLimits left, Trim trim) {
    return Budget.EMPTY.broken(left, quote.worst(trim)).isEmpty();
  }

  private static @Nullable Long maybe(Random random, int most) {
    return random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(most));
  }

  private static Quote.Line any(Random random) {
    int longest = 1 + random.nextInt(200);
    int shortest = 1 + random.nextInt(longest);
    int least = 1 + random.nextInt(shortest);
    int input = random.nextInt(200);
    return new Quote.Line(
        input, random.nextInt(20), least, shortest, longest, prices(1 + random.nextInt(10)));
  }

  private static String told(Trim trim) {
    return number(trim.maxOutputTokens()) + " " + number(trim.fallbacks());
  }

  private static String number(int number) {
    return number == Trim.ALL ? "all" : Integer.toString(number);
  }

  private static BudgetLimits money(long nanos) {
    return new BudgetLimits(nanos, null, null, null);
  }

  private static Quote quote(Quote.Line... models) {
    return new Quote(List.of(models), 0, 1);
  }

  private static Quote.Line line(int factor, int shortest, int longest) {
    return new Quote.Line(100, 0, 1, shortest, longest, prices(factor));
  }

  private static PriceHistory prices(int factor) {
    long nano = 1_000_000L * factor;
    return PriceHistory.always(Price.flat("t", "USD", new Rates(nano, 4 * nano, nano, nano, nano)));
  }
}
