// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private static final Price CHEAP = new Price("2026-01", "USD", 1_000, 4_000, 500, 1_000);
  private static final Price DEAR = new Price("2026-01", "USD", 9_000, 2_000, 500, 12_000);

  private final PriceTable table = new PriceTable(Map.of("cheap", CHEAP, "dear", DEAR));

  @Test
  void hasNoPriceForWhatItDoesNotKnow() {
    assertThat(table.of("cheap")).contains(CHEAP);
    assertThat(table.of("unknown")).isEmpty();
    assertThat(table.withoutPrice(List.of("cheap", "unknown", "other")))
        .containsExactly("other", "unknown");
  }

  @Test
  void reservesForTheDearestModelThatMayAnswer() {
    assertThat(table.worstCaseNanos(List.of("cheap"), 1_000_000, 1_000_000)).isEqualTo(5_000);
    assertThat(table.worstCaseNanos(List.of("cheap", "dear"), 1_000_000, 1_000_000))
        .isEqualTo(14_000);
    assertThat(table.worstCaseNanos(List.of("cheap", "dear"), 0, 1_000_000)).isEqualTo(4_000);
  }

  @Test
  void neverPricesAnUnknownModelAtZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.worstCaseNanos(List.of("cheap", "unknown"), 1, 1))
        .withMessageContaining("unknown");
    assertThatIllegalArgumentException().isThrownBy(() -> table.worstCaseNanos(List.of(), 1, 1));
  }

  @Test
  void refusesTwoCurrencies() {
    Price euros = new Price("2026-01", "EUR", 1, 1, 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceTable(Map.of("a", CHEAP, "b", euros)))
        .withMessageContaining("EUR");
  }
}
