// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.price.PriceHistory.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceHistoryTest {
  private static final Price OLD = flat("old", 1_000);
  private static final Price DEAR = flat("dear", 9_000);
  private static final Price NEW = flat("new", 2_000);

  private final PriceHistory prices =
      new PriceHistory(
          List.of(new Entry(PriceHistory.EVER, OLD), new Entry(100, DEAR), new Entry(200, NEW)));

  @Test
  void aPriceHoldsFromItsFirstInstantUntilTheNext() {
    assertThat(prices.at(99)).isEqualTo(OLD);
    assertThat(prices.at(100)).isEqualTo(DEAR);
    assertThat(prices.at(199)).isEqualTo(DEAR);
    assertThat(prices.at(200)).isEqualTo(NEW);
    assertThat(prices.at(Long.MAX_VALUE)).isEqualTo(NEW);
  }

  @Test
  void aClockThatIsSetBackFindsAPriceAllTheSame() {
    PriceHistory late = new PriceHistory(List.of(new Entry(100, DEAR), new Entry(200, NEW)));

    assertThat(late.at(5)).isEqualTo(DEAR);
  }

  @Test
  void reservesForTheDearestPriceWhileTheCallMayBeUnderWay() {
    assertThat(prices.worstCaseNanos(1_000_000, 0, 50, 99)).isEqualTo(1_000);
    assertThat(prices.worstCaseNanos(1_000_000, 0, 50, 100)).isEqualTo(9_000);
    assertThat(prices.worstCaseNanos(1_000_000, 0, 50, 500)).isEqualTo(9_000);
    assertThat(prices.worstCaseNanos(1_000_000, 0, 150, 500)).isEqualTo(9_000);
    assertThat(prices.worstCaseNanos(1_000_000, 0, 200, 500)).isEqualTo(2_000);
  }

  @Test
  void refusesNoPriceDatesOutOfOrderAndTwoCurrencies() {
    Price euros = Price.flat("e", "EUR", new Rates(1, 1, 1, 1, 1));

    assertThatIllegalArgumentException().isThrownBy(() -> new PriceHistory(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceHistory(List.of(new Entry(5, OLD), new Entry(5, NEW))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceHistory(List.of(new Entry(5, OLD), new Entry(6, euros))));
  }

  private static Price flat(String version, long nanos) {
    return Price.flat(version, "USD", new Rates(nanos, nanos, nanos, nanos, nanos));
  }
}
