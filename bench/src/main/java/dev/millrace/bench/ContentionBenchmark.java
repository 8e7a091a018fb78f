// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a budget holds when a thousand runs want it at once, and is used to its end. */
@Command(
    name = "contention",
    description = "Lets many runs of one tenant want the same budget at once; then counts.")
final class ContentionBenchmark implements Benchmark {

  @Option(
      names = "--runs",
      defaultValue = "1000",
      description = "At once, of the cases with money (default: ${DEFAULT-VALUE}).")
  int runs;

  @Option(
      names = "--token-runs",
      defaultValue = "663",
      description = "The same of the case with tokens (default: ${DEFAULT-VALUE}).")
  int tokenRuns;

  @Override
  public Figures run(DataDir data) throws IOException {
    List<Map<String, Object>> figures = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (ContentionCase each : ContentionCase.all(runs, tokenRuns)) {
      System.err.println(each.name());
      ContentionVerdict verdict = ContentionRound.play(each);
      figures.add(verdict.figures().values());
      broken.addAll(verdict.broken());
    }
    Figures all = Figures.none().with("cases", figures);
    if (!broken.isEmpty()) {
      throw new BrokenPromiseException(String.join("\n", broken), all);
    }
    return all;
  }
}
