// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.000000001, 1",
    "0.1, 100000000",
    "0.1000000000000, 100000000",
    "1e-9, 1",
    "1000000000, 1000000000000000000"
  })
  void isExactToTheNano(BigDecimal amount, long nanos) {
    assertThat(Money.nanos(amount)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "0.0000000001", "1000000000.000000001", "1e999999999"})
  void refusesWhatItCannotHold(String amount) {
    BigDecimal wrong = new BigDecimal(amount);

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.nanos(wrong));
  }
}
