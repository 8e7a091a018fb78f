// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.app.traffic.PastRequest;
import dev.millrace.app.traffic.PastTraffic;
import dev.millrace.app.traffic.RequestFile;
import dev.millrace.app.traffic.Truth;
import dev.millrace.app.traffic.Wire;
import dev.millrace.estimate.Assumptions;
import dev.millrace.estimate.Demands;
import dev.millrace.estimate.Estimate;
import dev.millrace.estimate.Estimator;
import dev.millrace.estimate.Found;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.Request;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what requests will cost before there are any. */
@Command(
    name = "estimate",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Estimate calls, tokens, cost and latency of a request on each route, from the pipeline file",
      "alone: prompts and tool schemas are counted as they are to reserve money, at the prices of",
      "today; what models and tools will say is assumed, and what is assumed is printed. Tells as",
      "well how many of them the windows of budgets pay for, and when traffic uses them up."
    },
    footer = {
      "",
      "Examples:",
      "  millrace estimate -c pipeline.yaml",
      "  millrace estimate -c pipeline.yaml --requests requests.jsonl --assume turns=4",
      "  millrace estimate -c pipeline.yaml --tenant acme --per-day 20000",
      "  millrace estimate -c pipeline.yaml --against --format json"
    })
final class EstimateCommand implements Callable<Integer> {

  private static final long MOST_PER_DAY = 1_000_000_000_000L;

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--requests",
      paramLabel = "FILE",
      description =
          "Estimate these requests, one JSON object a line as for send, on the routes that their"
              + " hints and the rules find; those that only examples or a model can place are"
              + " shared among the routes. Else one is made up for each route.")
  private @Nullable Path requests;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = "",
      description =
          "Whose requests they are, for budgets: with --requests of lines without a tenant."
              + " Default: a tenant that the file does not name.")
  private String tenant = "";

  @Option(
      names = "--per-day",
      paramLabel = "N",
      description = "So many requests a day, evenly spread: when do they use up which windows?")
  private @Nullable Long perDay;

  @Option(
      names = "--against",
      description = "Show what the results and cost events in Kafka say beside it.")
  private boolean against;

  @Option(
      names = "--assume",
      paramLabel = "NAME=N",
      description = "Assume something else, such as tool_ms=80; may be given often.")
  private Map<String, Long> assumed = new LinkedHashMap<>();

  @Mixin private FormOption form = new FormOption();

  private final Terminal terminal;

  EstimateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    Assumptions assumptions = assumptions();
    checkTraffic();
    long nowMs = System.currentTimeMillis();
    Estimator estimator = new Estimator(pipeline, assumptions, nowMs);
    Path file = requests;
    List<Request> given = file == null ? List.of() : read(file);
    Truth truth = against ? truth(pipeline) : null;
    Map<Found, Long> seen = truth == null ? Map.of() : truth.found();
    Estimate estimate = file == null ? imagined(estimator) : estimator.of(given, seen);
    print(
        new EstimateReport(
            estimate,
            assumptions,
            pipeline.budgets().currency(),
            file != null,
            new Demands(pipeline.budgets(), nowMs).of(estimate),
            perDay,
            truth));
    return ExitCode.DONE;
  }

  private void checkTraffic() {
    if (perDay != null && (perDay < 1 || perDay > MOST_PER_DAY)) {
      throw CommandException.wrongUse("--per-day is from 1 to " + MOST_PER_DAY + ": " + perDay);
    }
  }

  private Estimate imagined(Estimator estimator) {
    return tenant.isEmpty() ? estimator.ofImagined() : estimator.ofImagined(tenant);
  }

  private Assumptions assumptions() {
    try {
      return Assumptions.of(assumed);
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse("--assume: " + e.getMessage());
    }
  }

  private List<Request> read(Path file) throws IOException {
    return RequestFile.read(file, tenant, line -> "line-" + line).stream()
        .map(PastRequest::request)
        .toList();
  }

  private Truth truth(Pipeline pipeline) {
    KafkaAccess access = kafka.access();
    try (Wire wire = Wire.of(pipeline.topics())) {
      return new PastTraffic(access, wire).truth(TopicNames.of(pipeline.topics()));
    }
  }

  private void print(EstimateReport report) {
    form.print(
        terminal,
        () -> lines(report),
        new EstimateCsv(report)::lines,
        new EstimateJson(report)::json);
  }

  private static List<String> lines(EstimateReport report) {
    List<String> lines = new ArrayList<>(new EstimateTable(report).lines());
    for (List<String> more :
        List.of(
            new DemandTable(report).runs(),
            new DemandTable(report).courses(),
            new EstimateNotes(report).lines())) {
      if (!more.isEmpty()) {
        lines.add("");
        lines.addAll(more);
      }
    }
    return lines;
  }
}
