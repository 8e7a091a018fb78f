// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.ProgressBar;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.Answered;
import dev.millrace.app.traffic.Exchange;
import dev.millrace.app.traffic.Pace;
import dev.millrace.app.traffic.PastRequest;
import dev.millrace.app.traffic.PastTraffic;
import dev.millrace.app.traffic.Summary;
import dev.millrace.app.traffic.Wire;
import dev.millrace.kafka.StreamsSettings;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything at once in this process, so that one command shows what Millrace does. */
@Command(
    name = "demo",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Run a support desk's requests through a real Kafka broker in this process, with simulated"
          + " models and tools, and show how each ends.",
      "Nothing is needed and nothing stays: neither Kafka nor a model provider nor a file."
    },
    footer = {
      "",
      "Examples:",
      "  millrace demo",
      "  millrace demo --rate 50",
      "  millrace demo --json | jq 'select(.status == \"incomplete\")'"
    })
final class DemoCommand implements Callable<Integer> {

  private static final int MOST_IN_FLIGHT = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  @Option(
      names = "--world",
      paramLabel = "DIR",
      description =
          "Another world: a directory with your pipeline.yaml and requests.jsonl, where"
              + " $${MODEL_URL} in the pipeline is a simulated model server and $${REGISTRY_URL}"
              + " the schema registry; or a copy of tau2-bench, for its retail customers.")
  private @Nullable Path world;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "12",
      description = "Requests a second. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = AtLeastOne.class,
      defaultValue = "120",
      description = "Give up after so long. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(names = "--json", description = "JSON lines: one a request, and the summary last.")
  private boolean json;

  @Mixin private LogOptions logs = new LogOptions();

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply("ERROR");
    if (!(rate > 0)) {
      throw CommandException.wrongUse("--rate is a number above 0");
    }
    Watchdog watchdog = Watchdog.start(Duration.ofSeconds(timeoutSeconds), terminal);
    try (watchdog;
        TemporaryDirectory directory = TemporaryDirectory.create("millrace-demo");
        DemoShow show = world == null ? DemoShow.builtIn() : DemoShow.ofDirectory(world);
        DemoStage stage = open(show, directory)) {
      return play(stage);
    }
  }

  private DemoStage open(DemoShow show, TemporaryDirectory directory)
      throws IOException, InterruptedException {
    long beginNanos = System.nanoTime();
    terminal.err().println("Starting Kafka, a schema registry, models, tools and the application");
    DemoStage stage = DemoStage.open(show, directory.path());
    terminal
        .err()
        .printf(
            "Ready after %s; %d requests at %s a second%n",
            seconds(beginNanos), show.requests().size(), rate);
    return stage;
  }

  private static String seconds(long beginNanos) {
    return "%.1f s".formatted((System.nanoTime() - beginNanos) / 1e9);
  }

  private int play(DemoStage stage) {
    Pipeline pipeline = stage.pipeline();
    List<PastRequest> requests = stage.show().requests();
    int maxBytes = StreamsSettings.maxRecordBytes(pipeline.limits());
    try (Wire wire = Wire.of(pipeline.topics());
        Exchange exchange =
            Exchange.open(stage.kafka(), wire, TopicNames.of(pipeline.topics()), maxBytes)) {
      Exchange.Outcome outcome = exchange(exchange, requests);
      stage.stopApplication();
      int repeatedRequests = requests.size() - PastTraffic.onceEach(requests).size();
      report(outcome, repeatedRequests);
      check(outcome, exchange.countRepeated(), repeatedRequests);
      return ExitCode.DONE;
    }
  }

  private Exchange.Outcome exchange(Exchange exchange, List<PastRequest> requests) {
    Exchange.Settings settings =
        new Exchange.Settings(new Pace.PerSecond(rate), MOST_IN_FLIGHT, PATIENCE);
    ResultLine line = new ResultLine(terminal);
    int distinct = PastTraffic.onceEach(requests).size();
    try (ProgressBar bar = new ProgressBar(json ? terminal.still() : terminal, distinct)) {
      return exchange.run(
          requests,
          settings,
          answered -> bar.step(json ? DemoReport.json(answered) : line(line, answered)));
    }
  }

  private static String line(ResultLine line, Answered answered) {
    return line.of(answered.result(), answered.latencyMs());
  }

  private void report(Exchange.Outcome outcome, int repeatedRequests) {
    DemoReport report =
        new DemoReport(Summary.of(outcome.answered()), outcome.elapsedMs(), repeatedRequests);
    if (json) {
      terminal.out().println(report.json());
    } else {
      terminal.out().println();
      report.lines(terminal).forEach(terminal.out()::println);
    }
  }

  /** A request that comes twice may get its one result twice; nothing else may. */
  private static void check(Exchange.Outcome outcome, int repeatedResults, int repeatedRequests) {
    if (!outcome.unanswered().isEmpty()) {
      throw CommandException.failed(
          "%d requests had no result: %s ..."
              .formatted(
                  outcome.unanswered().size(),
                  outcome.unanswered().get(0).request().getRequestId()));
    }
    if (repeatedResults > repeatedRequests) {
      throw CommandException.failed(
          (repeatedResults - repeatedRequests) + " results came twice, and must not");
    }
  }
}
