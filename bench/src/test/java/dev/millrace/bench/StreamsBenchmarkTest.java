// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StreamsBenchmarkTest {

  @Test
  void readsTwentyStreamsAtOnceByBothSides() throws Exception {
    StringWriter out = new StringWriter();

    int code =
        Bench.commandLine(new StreamsBenchmark())
            .setOut(new PrintWriter(out, true))
            .execute(
                "streams",
                "--streams=20",
                "--tokens=6",
                "--pace-ms=5",
                "--seconds=1",
                "--rounds=1",
                "--warm-up=0",
                "--json");

    assertThat(code).isZero();
    JsonNode figures = new ObjectMapper().readTree(out.toString());
    assertThat(figures.path("streams").asInt()).isEqualTo(20);
    for (String side : new String[] {"millrace", "okhttp"}) {
      assertThat(figures.path(side).path("calls").asInt()).isGreaterThan(20);
      assertThat(figures.path(side).path("p50_ms").asDouble()).isPositive();
      assertThat(figures.path(side).path("cpu_ms_per_call").asDouble()).isPositive();
      assertThat(figures.path(side).has("heap_bytes_per_stream")).isTrue();
    }
    assertThat(figures.path("millrace").path("parse_p50_ms").asDouble()).isPositive();
  }
}
