// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.price.PriceTable;
import dev.millrace.price.PricedModel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows list prices, and what the models of a pipeline file are priced at. */
@Command(
    name = "prices",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Show the list prices that come with Millrace or, with -c, what each model of a pipeline",
      "file is priced at, by which entry, and where that differs from the provider's list."
    },
    footer = {
      "",
      "Examples:",
      "  millrace prices --provider anthropic",
      "  millrace prices --model gpt-5 --at 2026-09-01 --json",
      "  millrace prices -c pipeline.yaml --check"
    })
final class PricesCommand implements Callable<Integer> {

  @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider's models.")
  private @Nullable String provider;

  @Option(
      names = "--model",
      paramLabel = "TEXT",
      description = "Only models one of whose names has this in it.")
  private String model = "";

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "Prices as of this day, in UTC; today if not said.")
  private LocalDate at = LocalDate.now(ZoneOffset.UTC);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The pipeline file whose models are shown.")
  private @Nullable Path file;

  @Option(
      names = "--check",
      description = "With -c: exit code 1 if a price differs from the list, or the list is old.")
  private boolean check;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  private final Terminal terminal;

  PricesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    PriceTable table = PriceTable.bundled();
    if (provider != null && !table.providers().contains(provider)) {
      throw CommandException.wrongUse(
          "no list prices of %s: there are %s"
              .formatted(provider, String.join(", ", table.providers())));
    }
    if (file == null && check) {
      throw CommandException.wrongUse("--check needs a pipeline file: add -c FILE");
    }
    return file == null ? showTable(table) : showFile(table, file);
  }

  private int showTable(PriceTable table) {
    List<PricedModel> shown =
        table.providers().stream()
            .filter(name -> provider == null || provider.equals(name))
            .flatMap(name -> table.of(name).stream())
            .filter(priced -> priced.names().stream().anyMatch(name -> name.contains(model)))
            .toList();
    PriceReport report = new PriceReport(table, at);
    if (json) {
      terminal.out().println(report.json(shown));
    } else {
      report.lines(shown).forEach(terminal.out()::println);
    }
    return shown.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private int showFile(PriceTable table, Path path) {
    PriceCheck found = PriceCheck.of(PipelineOption.pipeline(path, terminal), table, at);
    PriceReport report = new PriceReport(table, at);
    if (json) {
      terminal.out().println(report.json(found));
    } else {
      report.lines(found, terminal).forEach(terminal.out()::println);
    }
    return check && !found.isFine() ? ExitCode.FAILED : ExitCode.DONE;
  }
}
