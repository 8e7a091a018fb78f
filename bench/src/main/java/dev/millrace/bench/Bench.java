// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The benchmarks as a command: {@code bench/run NAME}. */
@Command(
    name = "bench",
    description = "Measures Millrace. Each benchmark is a command of its own.",
    mixinStandardHelpOptions = true)
final class Bench {
  private static final String COMMON = "common";

  /** What all benchmarks understand. */
  @Command(mixinStandardHelpOptions = true)
  static final class Common {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "The folder of data sets (default: ${DEFAULT-VALUE}).",
        defaultValue = "${sys:bench.root:-.}/../shared/data")
    Path data = Path.of("data");

    @Option(names = "--json", description = "Print the figures as one line of JSON.")
    boolean json;
  }

  private Bench() {}

  public static void main(String[] args) {
    System.exit(
        commandLine(
                new ClassifyBenchmark(),
                new OverheadBenchmark(),
                new EngineBenchmark(),
                new ChaosBenchmark(),
                new ContentionBenchmark(),
                new FaultsBenchmark(),
                new SimulateBenchmark(),
                new WireBenchmark(),
                new StreamsBenchmark(),
                new HedgeBenchmark(),
                new LedgerBenchmark())
            .execute(args));
  }

  static CommandLine commandLine(Benchmark... benchmarks) {
    CommandLine bench = new CommandLine(new Bench());
    for (Benchmark benchmark : benchmarks) {
      CommandLine command = new CommandLine(benchmark);
      command.addMixin(COMMON, new Common());
      bench.addSubcommand(command);
    }
    bench.setCaseInsensitiveEnumValuesAllowed(true);
    return bench.setExecutionStrategy(Bench::execute);
  }

  private static int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    if (!parsed.hasSubcommand()) {
      CommandLine bench = parsed.commandSpec().commandLine();
      bench.usage(bench.getErr());
      return ExitCode.USAGE;
    }
    return measure(parsed.subcommand().commandSpec().commandLine());
  }

  private static int measure(CommandLine command) {
    Benchmark benchmark = command.getCommand();
    Common common = (Common) Objects.requireNonNull(command.getMixins().get(COMMON));
    try {
      print(benchmark.run(new DataDir(common.data)), common.json, command.getOut());
      return ExitCode.OK;
    } catch (NoSuchFileException missing) {
      command.getErr().println("missing data: " + missing.getFile() + " (see --data)");
      return ExitCode.USAGE;
    } catch (BrokenPromiseException broken) {
      command.getErr().println(broken.getMessage());
      print(broken.figures(), common.json, command.getOut());
      return ExitCode.SOFTWARE;
    } catch (IOException failed) {
      command.getErr().println("cannot measure: " + failed.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static void print(Figures figures, boolean json, PrintWriter out) {
    if (json) {
      out.println(figures.json());
    } else {
      out.print(figures.table());
    }
    out.flush();
  }
}
