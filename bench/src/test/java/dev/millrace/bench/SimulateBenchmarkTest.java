// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SimulateBenchmarkTest {

  @Test
  void playsSoManyWorldsFromASeedOn() {
    StringWriter out = new StringWriter();

    int code =
        Bench.commandLine(new SimulateBenchmark())
            .setOut(new PrintWriter(out, true))
            .execute("simulate", "--seeds", "2", "--seed", "7", "--json");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("\"seeds\":2,")
        .contains("\"violations\":0,")
        .contains("\"faults_by_kind\":{");
  }
}
