// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.app.report.Dimension;
import dev.millrace.app.report.Question;
import dev.millrace.app.report.Report;
import dev.millrace.app.report.ReportCsv;
import dev.millrace.app.report.ReportJson;
import dev.millrace.app.report.ReportTable;
import dev.millrace.app.report.ReportTopics;
import dev.millrace.app.report.Span;
import dev.millrace.app.traffic.Wire;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.topology.TopicNames;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds up what runs cost, what came of them, and what was saved. */
@Command(
    name = "report",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Show what runs cost and what came of them: spend, spend per success, how many ran into a"
          + " limit, what caches saved.",
      "It reads the topics results, costs and feedback as they are when it begins; no instance"
          + " need run. A run is a success if feedback says so; without any, if it is completed."
    },
    footer = {
      "",
      "Examples:",
      "  millrace report -c pipeline.yaml",
      "  millrace report -c pipeline.yaml --by route,model --window day --from 2026-11-01",
      "  millrace report -c pipeline.yaml --by tenant,user --window month --format csv"
    })
final class ReportCommand implements Callable<Integer> {

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "tenant|user|route|model|class",
      defaultValue = "tenant",
      description = "What lines are told apart by; several with commas. Default: ${DEFAULT-VALUE}.")
  private List<Dimension> by = List.of();

  @Option(
      names = "--window",
      paramLabel = "hour|day|month|all",
      defaultValue = "all",
      description =
          "What time is divided into, by the clock of budgets.zone. Default: ${DEFAULT-VALUE}.")
  private Span window = Span.ALL;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "What ended from then on: a day, or an instant such as 2026-11-20T08:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "What ended before then.")
  private @Nullable String to;

  @Mixin private FormOption form = new FormOption();

  private final Terminal terminal;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    Question question = question(pipeline);
    try (Wire wire = Wire.of(pipeline.topics())) {
      print(ReportTopics.read(kafka.access(), wire, TopicNames.of(pipeline.topics()), question));
    }
    return ExitCode.DONE;
  }

  private Question question(Pipeline pipeline) {
    ZoneId zone = pipeline.budgets().zone();
    try {
      return new Question(
          by,
          window,
          zone,
          pipeline.budgets().currency(),
          time(from, zone, 0),
          time(to, zone, Long.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    }
  }

  /** A day begins by the clock of the zone. */
  private static long time(@Nullable String text, ZoneId zone, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return text.contains("T")
          ? Instant.parse(text).toEpochMilli()
          : LocalDate.parse(text).atStartOfDay(zone).toInstant().toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw CommandException.wrongUse(
          "not a day such as 2026-11-20, nor a time such as 2026-11-20T08:00:00Z: " + text);
    }
  }

  private void print(Report report) {
    form.print(
        terminal,
        () -> ReportTable.lines(report),
        () -> ReportCsv.lines(report),
        () -> ReportJson.of(report));
  }
}
