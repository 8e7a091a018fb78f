// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableJsonTest {

  @Test
  void readsDecimalsExactly() throws IOException {
    PriceTable table = read("{'input': 0.000000001, 'output': 0.2288, 'cache_read': 3.625e-3}");
    Rates rates = table.find("p", "m").orElseThrow().prices().at(0).rates();

    assertThat(rates.inputNanosPerMillion()).isEqualTo(1);
    assertThat(rates.outputNanosPerMillion()).isEqualTo(228_800_000);
    assertThat(rates.cacheReadNanosPerMillion()).isEqualTo(3_625_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'input': 1}                                            | p/m: output is no price",
        "{'output': 1}                                           | p/m: input is no price",
        "{'input': 0, 'output': 1}                               | p/m: input is no price",
        "{'input': 1, 'output': 0.0}                             | p/m: output is no price",
        "{'input': -1, 'output': 1}                              | p/m: input is no price",
        "{'input': '1', 'output': 1}                             | p/m: input is no price",
        "{'input': 1, 'output': null}                            | p/m: output is no price",
        "{'input': 0.0000000001, 'output': 1}                    | p/m: input: more than 9",
        "{'input': 1e99, 'output': 1}                            | p/m: input: not from 0",
        "{'input': 1, 'output': 1, 'cached': 1}                  | p/m: unknown key cached",
        "{'input': 1, 'input': 2, 'output': 1}                   | Duplicate field 'input'",
        "{'input': 1, 'output': 1}, {'input': 1, 'output': 1}    | p/m: dates do not rise",
        "{'input': 1, 'output': 1, 'tiers': [{'above': 5, 'input': 1}]} | p/m: output is no price",
        "{'input': 1, 'output': 1, 'tiers': [{'input': 1, 'output': 1}]} | above 0 tokens",
        "{'from': '2026-02-30', 'input': 1, 'output': 1}         | 2026-02-30",
        "                                                        | p/m: no price"
      })
  void refusesWhatIsNoPrice(String prices, String why) {
    assertThatThrownBy(() -> read(prices == null ? "" : prices)).hasMessageContaining(why);
  }

  @Test
  void refusesTwoPricesForOneName() {
    String model = "{'id': 'm', 'prices': [{'input': 1, 'output': 1}]}";
    String other = "{'id': 'n', 'aliases': ['m'], 'prices': [{'input': 1, 'output': 1}]}";

    assertThatThrownBy(() -> table(model + ", " + other)).hasMessage("two prices of p/m");
  }

  private static PriceTable read(String prices) throws IOException {
    return table("{'id': 'm', 'prices': [" + prices + "]}");
  }

  private static PriceTable table(String models) throws IOException {
    String json =
        "{'date': '2026-01-01', 'currency': 'USD', 'providers': {'p': {'models': [%s]}}}"
            .formatted(models)
            .replace('\'', '"');
    return PriceTableJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
