// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class BenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsATableForPeople() {
    int code = bench("count");

    assertThat(code).isZero();
    assertThat(out)
        .hasToString(
            """
            runs_per_s   1235.0
            host         two cores
            sizes        [1, 2]
            inner.share  0.25
            """);
  }

  @Test
  void printsOneLineOfJsonForPrograms() {
    bench("count", "--json");

    assertThat(out.toString().strip())
        .isEqualTo(
            """
            {"runs_per_s":1235.0,"host":"two cores","sizes":[1,2],"inner":{"share":0.25}}\
            """);
  }

  @Test
  void saysPlainlyWhichDataIsMissing(@TempDir Path empty) {
    int code = bench("read", "--data", empty.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("missing data")
        .contains("banking77")
        .doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void listsTheBenchmarksIfNoneIsNamed() {
    assertThat(bench()).isEqualTo(2);
    assertThat(err.toString()).contains("count").contains("read");
  }

  private int bench(String... arguments) {
    CommandLine bench = Bench.commandLine(new Count(), new Read());
    return bench
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Command(name = "count", description = "Counts.")
  static final class Count implements Benchmark {
    @Override
    public Figures run(DataDir data) {
      return Figures.none()
          .with("runs_per_s", 1_234.567)
          .with("host", "two cores")
          .with("sizes", List.of(1, 2))
          .with("inner", Figures.none().with("share", 0.25));
    }
  }

  @Command(name = "read", description = "Reads.")
  static final class Read implements Benchmark {
    @Override
    public Figures run(DataDir data) throws IOException {
      return Figures.none().with("texts", Banking77.read(data).size());
    }
  }
}
