// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Usage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table that comes with Millrace. */
class PriceTableTest {
  private static final PriceTable TABLE = PriceTable.bundled();

  @Test
  void everyEntryHasPricesAndNoneIsFree() {
    assertThat(TABLE.providers())
        .containsExactly(
            "openai", "anthropic", "google", "mistral", "groq", "together", "deepseek");
    assertThat(TABLE.currency()).isEqualTo("USD");
    assertThat(all()).hasSizeGreaterThan(100).allSatisfy(PriceTableTest::isPriced);
  }

  /** Nor is any so dear that the price of one call could not be held. */
  private static void isPriced(PricedModel model) {
    for (PriceHistory.Entry entry : model.prices().entries()) {
      Price price = entry.price();
      assertThat(price.version()).startsWith(TABLE.date() + "/" + model.provider());
      Stream.concat(Stream.of(price.rates()), price.tiers().stream().map(Tier::rates))
          .forEach(
              rates -> {
                assertThat(rates.inputNanosPerMillion()).isPositive();
                assertThat(rates.outputNanosPerMillion()).isPositive();
                assertThat(rates.cacheReadNanosPerMillion())
                    .isPositive()
                    .isLessThanOrEqualTo(rates.inputNanosPerMillion());
                assertThat(rates.cacheWriteNanosPerMillion())
                    .isBetween(rates.inputNanosPerMillion(), 2 * rates.inputNanosPerMillion());
                assertThat(rates.cacheWrite1hNanosPerMillion())
                    .isBetween(rates.cacheWriteNanosPerMillion(), 2 * rates.inputNanosPerMillion());
              });
      assertThat(price.worstCaseNanos(4_000_000, 1_000_000)).isPositive();
    }
  }

  @Test
  void everyNameFindsItsOwnModel() {
    assertThat(all())
        .allSatisfy(
            model ->
                assertThat(model.names())
                    .allSatisfy(
                        name -> assertThat(TABLE.find(model.provider(), name)).contains(model)));
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-sonnet-4-5-20250929, claude-sonnet-4-5",
    "anthropic, claude-sonnet-4-5@20250929, claude-sonnet-4-5",
    "anthropic, claude-3-5-haiku-latest, claude-3-5-haiku",
    "anthropic, claude-opus-4-20250514, claude-opus-4-0",
    "anthropic, claude-4-5-haiku-20251001, claude-haiku-4-5",
    "openai, gpt-4o-2024-08-06, gpt-4o",
    "openai, gpt-4o-2024-05-13, gpt-4o-2024-05-13",
    "openai, gpt-5-nano-2025-08-07, gpt-5-nano",
    "google, gemini-2.0-flash-001, gemini-2.0-flash",
    "google, gemini-2.5-pro-preview-05-06, gemini-2.5-pro",
    "google, gemini-2.5-flash-preview-09-2025, gemini-2.5-flash",
    "google, gemini-2.5-flash-lite-preview-09-2025, gemini-2.5-flash-lite",
    "openai, gpt-6-sol-2026-09-22, gpt-6-sol",
    "anthropic, claude-opus-5-5, claude-opus-5-5",
    "mistral, mistral-medium-2508, mistral-medium-3-1",
    "groq, openai/gpt-oss-20b, openai/gpt-oss-20b"
  })
  void aNameOfAStateOfAModelIsPricedAsTheModel(String provider, String name, String id) {
    assertThat(TABLE.find(provider, name)).map(PricedModel::id).contains(id);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-opus-5-6", // another model, at another price
    "anthropic, claude-fable-5-2",
    "anthropic, claude-sonnet-5.6",
    "anthropic, claude-sonnet",
    "anthropic, CLAUDE-SONNET-4-5",
    "openai, gpt-4o-mini-tts",
    "openai, gpt-5-2099-01-01", // no state that anybody knows
    "openai, claude-sonnet-4-5",
    "google, gemini-2.5-flash-image",
    "nobody, gpt-4o"
  })
  void whatItDoesNotKnowHasNoPrice(String provider, String name) {
    assertThat(TABLE.find(provider, name)).isEmpty();
  }

  @Test
  void aPriceThatFellHoldsFromMidnightOfItsDay() {
    PriceHistory prices = TABLE.find("openai", "gpt-5.6-luna").orElseThrow().prices();
    long midnight = millis("2026-07-30T00:00:00Z");

    assertThat(prices.at(midnight - 1).rates().inputNanosPerMillion()).isEqualTo(1_000_000_000L);
    assertThat(prices.at(midnight).rates().inputNanosPerMillion()).isEqualTo(200_000_000L);
    assertThat(prices.at(midnight - 1).version()).isEqualTo(TABLE.date() + "/openai/gpt-5.6-luna");
    assertThat(prices.at(midnight).version())
        .isEqualTo(TABLE.date() + "/openai/gpt-5.6-luna@2026-07-30");
  }

  @Test
  void aRiseThatWasCalledOffIsNotOnTheList() {
    PriceHistory prices = TABLE.find("anthropic", "claude-sonnet-5").orElseThrow().prices();

    assertThat(prices.at(millis("2026-09-01T00:00:00Z")).rates())
        .isEqualTo(prices.at(millis("2026-08-31T00:00:00Z")).rates());
  }

  @Test
  void anOfferThatMayHaveEndedIsNotCountedOn() {
    PriceHistory prices = TABLE.find("openai", "gpt-5.6-sol").orElseThrow().prices();
    Usage large = Usage.of(300_000, 1_000);

    assertThat(prices.at(millis("2026-08-20T23:59:59Z")).amountNanos(large))
        .isEqualTo(3_045_000_000L);
    assertThat(prices.at(millis("2026-11-21T23:59:59Z")).amountNanos(large))
        .isEqualTo(2_430_000_000L);
    assertThat(prices.at(millis("2026-11-22T00:00:00Z")).amountNanos(large))
        .isEqualTo(3_045_000_000L);
  }

  @Test
  void aSmallRequestIsPricedBelowItsTierAndALargeOneWhollyInIt() {
    Price price = TABLE.find("anthropic", "claude-haiku-5-5").orElseThrow().prices().at(0);

    assertThat(price.amountNanos(Usage.of(100_000, 1_000))).isEqualTo(10_500_000);
    assertThat(price.amountNanos(Usage.of(100_001, 1_000))).isEqualTo(52_500_500);
  }

  @Test
  void aTierThatWentLeavesThePriceFlat() {
    PriceHistory prices = TABLE.find("anthropic", "claude-opus-4-6").orElseThrow().prices();
    Usage large = Usage.of(200_001, 0);

    assertThat(prices.at(millis("2026-03-12T23:59:59.999Z")).amountNanos(large))
        .isEqualTo(2_000_010_000L);
    assertThat(prices.at(millis("2026-03-13T00:00:00Z")).amountNanos(large))
        .isEqualTo(1_000_005_000L);
  }

  @Test
  void whatWasReadFromTheCacheIsDiscounted() {
    Price price = TABLE.find("openai", "gpt-4.1").orElseThrow().prices().at(0);

    assertThat(price.amountNanos(new Usage(1_000, 0, 0, 0, 0, false))).isEqualTo(2_000_000);
    assertThat(price.amountNanos(new Usage(1_000, 0, 900, 0, 0, false))).isEqualTo(650_000);
  }

  @Test
  void aModelWithoutADiscountPaysInputInFull() {
    Price price = TABLE.find("openai", "gpt-5-pro").orElseThrow().prices().at(0);

    assertThat(price.amountNanos(new Usage(1_000, 0, 1_000, 0, 0, false)))
        .isEqualTo(price.amountNanos(Usage.of(1_000, 0)));
  }

  private static List<PricedModel> all() {
    return TABLE.providers().stream().flatMap(provider -> TABLE.of(provider).stream()).toList();
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
