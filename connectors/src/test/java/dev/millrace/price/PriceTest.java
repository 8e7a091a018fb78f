// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.call.Usage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
  private static final long DOLLAR = 1_000_000_000;

  /** $3 in, $15 out, $0.30 read, $3.75 and $6 written; twice that (out: 22.5) above 200,000. */
  private static final Rates SMALL =
      new Rates(3 * DOLLAR, 15 * DOLLAR, DOLLAR * 3 / 10, DOLLAR * 15 / 4, 6 * DOLLAR);

  private static final Rates LARGE =
      new Rates(6 * DOLLAR, DOLLAR * 45 / 2, DOLLAR * 6 / 10, DOLLAR * 15 / 2, 12 * DOLLAR);

  private static final Price TIERED =
      new Price("v", "USD", SMALL, List.of(new Tier(200_000, LARGE)));

  @Test
  void addsUpWhatEachKindOfTokenCosts() {
    Usage usage = new Usage(1_000_000, 100_000, 400_000, 100_000, 0, false);

    assertThat(Price.flat("v", "USD", SMALL).amountNanos(usage))
        .isEqualTo(1_500_000_000L + 120_000_000L + 375_000_000L + 1_500_000_000L);
  }

  @Test
  void whatOfAPredictionIsRejectedIsPaidAsOutputAndNotOnceMore() {
    Price price = Price.flat("v", "USD", SMALL);
    Usage usage = Usage.of(0, 100_000);

    assertThat(price.amountNanos(usage.withRejectedPrediction(40_000)))
        .isEqualTo(price.amountNanos(usage))
        .isEqualTo(1_500_000_000);
  }

  @Test
  void anHourInTheCacheHasAPriceOfItsOwn() {
    Usage usage = new Usage(100_000, 0, 0, 100_000, 0, false);
    Price price = Price.flat("v", "USD", SMALL);

    assertThat(price.amountNanos(usage)).isEqualTo(375_000_000);
    assertThat(price.amountNanos(usage.withCache(0, 100_000, 40_000)))
        .isEqualTo(225_000_000 + 240_000_000);
  }

  @Test
  void whatAPromptCacheSavesIsNetOfWhatWritingCostMore() {
    Price price = Price.flat("v", "USD", SMALL);

    assertThat(price.savedNanos(Usage.of(100_000, 5).withCache(40_000, 0, 0)))
        .isEqualTo(120_000_000 - 12_000_000);
    assertThat(price.savedNanos(Usage.of(100_000, 5).withCache(0, 40_000, 0)))
        .isEqualTo(120_000_000 - 150_000_000);
    assertThat(price.savedNanos(Usage.of(100_000, 5))).isZero();
  }

  /** Whatever the tier and the rounding. */
  @Test
  void whatIsPaidAndWhatIsSavedAreTogetherWhatItCostsWithoutACache() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long input = random.nextLong(400_000);
      long read = random.nextLong(input + 1);
      long written = random.nextLong(input - read + 1);
      Usage plain = Usage.of(input, random.nextLong(5_000));
      Usage cached = plain.withCache(read, written, random.nextLong(written + 1));

      assertThat(TIERED.amountNanos(cached) + TIERED.savedNanos(cached))
          .isEqualTo(TIERED.amountNanos(plain));
    }
  }

  @Test
  void roundsUpOnceOverTheWhole() {
    Price tiny = Price.flat("v", "USD", new Rates(1, 1, 1, 1, 1));

    assertThat(tiny.amountNanos(Usage.of(1, 1))).isEqualTo(1);
    assertThat(tiny.amountNanos(Usage.of(500_000, 500_000))).isEqualTo(1);
    assertThat(tiny.amountNanos(Usage.of(500_000, 500_001))).isEqualTo(2);
    assertThat(tiny.amountNanos(Usage.NONE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "199999, 599997000",
    "200000, 600000000",
    "200001, 1200006000", // the whole of it, not the one token above
  })
  void aTierBeginsAboveItsSize(long input, long nanos) {
    assertThat(TIERED.amountNanos(Usage.of(input, 0))).isEqualTo(nanos);
  }

  @Test
  void cachedInputCountsForTheTierAndOutputPaysIt() {
    Usage usage = new Usage(200_001, 1_000_000, 200_001, 0, 0, false);

    assertThat(TIERED.amountNanos(usage)).isEqualTo(120_000_600 + 22_500_000_000L);
  }

  @Test
  void reservesForTheDearestTierThatTheRequestMayBeIn() {
    assertThat(TIERED.worstCaseNanos(200_000, 1_000_000)).isEqualTo(1_200_000_000L + 15 * DOLLAR);
    assertThat(TIERED.worstCaseNanos(200_001, 1_000_000))
        .isEqualTo(2_400_012_000L + 22_500_000_000L);
  }

  @Test
  void aCheaperTierDoesNotLowerWhatIsReserved() {
    Rates cheap = new Rates(DOLLAR, DOLLAR, DOLLAR, DOLLAR, DOLLAR);
    Price price = new Price("v", "USD", SMALL, List.of(new Tier(10, cheap)));

    assertThat(price.worstCaseNanos(11, 1_000_000)).isGreaterThanOrEqualTo(15 * DOLLAR);
  }

  @Test
  void refusesTiersThatDoNotRise() {
    List<Tier> same = List.of(new Tier(10, SMALL), new Tier(10, LARGE));

    assertThatIllegalArgumentException().isThrownBy(() -> new Price("v", "USD", SMALL, same));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tier(0, SMALL));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rates(1, 1, 1, 1, -1));
  }
}
