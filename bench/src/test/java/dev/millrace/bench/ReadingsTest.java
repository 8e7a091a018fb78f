// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {

  @Test
  void readsQuotedFieldsOfCsv() throws IOException {
    String csv = "text,category\r\n\"a, \"\"b\"\"\nc\",one\nplain,two";

    assertThat(Banking77.rows(new StringReader(csv)))
        .containsExactly(
            List.of("text", "category"), List.of("a, \"b\"\nc", "one"), List.of("plain", "two"));
  }

  @Test
  void percentilesAreTimesThatWereMeasured() {
    Latencies latencies = new Latencies();
    for (int ms = 2_000; ms > 0; ms--) {
      latencies.add(ms * 1_000_000L);
    }

    assertThat(latencies.percentileMs(50)).isEqualTo(1_000);
    assertThat(latencies.percentileMs(95)).isEqualTo(1_900);
    assertThat(latencies.percentileMs(0)).isEqualTo(1);
    assertThat(latencies.percentileMs(100)).isEqualTo(2_000);
    assertThat(new Latencies().percentileMs(50)).isNaN();
  }

  @Test
  void theSameSeedPicksTheSameExamplesAndNoneOfThemIsAsked() {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add(new LabelledText("text " + i, "route " + i % 3));
    }

    FewShot shot = FewShot.pick(texts, 10, 1);

    assertThat(shot).isEqualTo(FewShot.pick(texts, 10, 1)).isNotEqualTo(FewShot.pick(texts, 10, 2));
    assertThat(shot.examples().values()).hasSize(3).allMatch(own -> own.size() == 10);
    assertThat(shot.others()).hasSize(30);
    shot.examples()
        .values()
        .forEach(own -> assertThat(shot.others()).doesNotContainAnyElementsOf(own));
  }
}
