// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculateFunctionTest {

  @ParameterizedTest
  @CsvSource({
    "1 + 2 * 3, 7",
    "(1 + 2) * 3, 9",
    "10 - 4 - 3, 3",
    "2 * -3, -6",
    "-(2 + 1), -3",
    "0.1 + 0.2, 0.3",
    "price * n, 3.30",
    "7 % 4, 3",
    "1 / 8, 0.125",
    "100 / 3 * 3, 99.99999999999999999999999999999999",
    "big + 1, 100000000000000000001"
  })
  void calculatesExactly(String expression, String result) throws Exception {
    assertThat(calculate(expression)).isEqualTo("{\"result\":" + result + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 +",
        "(1",
        "1)",
        "1 2",
        "a b",
        "nothing",
        "1 / 0",
        "5 % (1 - 1)",
        "1..2",
        "1e9",
        "$",
        "huge * 2",
        "2 * tiny",
        "Runtime.exit",
        "text"
      })
  void saysWhyItCannot(String expression) {
    assertThatExceptionOfType(ToolException.class).isThrownBy(() -> calculate(expression));
  }

  @Test
  void refusesWhatWouldRunForLong() {
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> calculate("(".repeat(400) + "1" + ")".repeat(400)))
        .withMessageContaining("nested");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> calculate("-".repeat(400) + "1"))
        .withMessageContaining("nested");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> calculate("1+".repeat(600) + "1"))
        .withMessageContaining("longer");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> calculate("big*".repeat(200) + "1"))
        .withMessageContaining("too large");
  }

  private static String calculate(String expression) throws Exception {
    ObjectNode arguments =
        (ObjectNode)
            ToolJson.read(
                "{\"values\":{\"price\":1.10,\"n\":3,\"big\":100000000000000000000,"
                    + "\"huge\":1e999999,\"tiny\":1e-999999}}");
    arguments.put("expression", expression);
    ToolRequest request = new ToolRequest("c", "t", "", "{}", Duration.ofSeconds(1));
    return new CalculateFunction().call(arguments, request).toCompletableFuture().get().toString();
  }
}
