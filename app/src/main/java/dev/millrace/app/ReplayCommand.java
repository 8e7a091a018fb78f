// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.ProgressBar;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.Answered;
import dev.millrace.app.traffic.Comparison;
import dev.millrace.app.traffic.Exchange;
import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.app.traffic.OutOfReachException;
import dev.millrace.app.traffic.Pace;
import dev.millrace.app.traffic.PastRequest;
import dev.millrace.app.traffic.PastTraffic;
import dev.millrace.app.traffic.RequestKey;
import dev.millrace.app.traffic.Start;
import dev.millrace.app.traffic.Wire;
import dev.millrace.kafka.StreamsSettings;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Tool;
import dev.millrace.runtime.AgentApplication;
import dev.millrace.schemas.Result;
import dev.millrace.topology.TopicNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Answers requests of the past again, apart from the running application, and compares. */
@Command(
    name = "replay",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Answer past requests again, with this pipeline file, and compare cost and latency with the"
          + " results they had.",
      "It runs on topics, a group and state of its own, deleted at the end; models and tools are"
          + " called for real. Deadlines move along with the requests."
    },
    footer = {
      "",
      "Examples:",
      "  millrace replay -c new-prompt.yaml --topic-range requests --from-time"
          + " 2026-11-20T08:00:00Z",
      "  millrace replay -c pipeline.yaml --topic-range requests --offsets 0:100-199",
      "  millrace replay -c pipeline.yaml --file requests.jsonl --speed 10x --json"
    })
final class ReplayCommand implements Callable<Integer> {

  static final class Speed implements ITypeConverter<Pace> {
    @Override
    public Pace convert(String value) {
      try {
        return Pace.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private ReplaySource source = new ReplaySource();
  @Mixin private JarOptions jars = new JarOptions();

  @Option(
      names = "--speed",
      paramLabel = "original|max|Nx",
      defaultValue = "max",
      converter = Speed.class,
      description =
          "At the original gaps, so many times faster, or as fast as answers come. Default:"
              + " ${DEFAULT-VALUE}.")
  private Pace speed = new Pace.Max();

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "200",
      description = "Requests under way at the most. Default: ${DEFAULT-VALUE}.")
  private int maxInFlight;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = AtLeastOne.class,
      defaultValue = "120",
      description = "How long nothing may come. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(
      names = "--allow-writes",
      description = "Also with tools that write: they would do again what they did once.")
  private boolean allowWrites;

  @Option(names = "--keep", description = "Keep the replay's topics and its group.")
  private boolean keep;

  @Option(names = "--json", description = "JSON lines: one a request, and the summary last.")
  private boolean json;

  @Mixin private LogOptions logs = new LogOptions();

  private final Terminal terminal;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply("ERROR");
    Pipeline pipeline = config.pipeline(terminal);
    refuseWrites(pipeline);
    jars.load();
    TopicNames topics = TopicNames.of(pipeline.topics());
    KafkaAccess access = kafka.access();
    List<PastRequest> requests;
    Map<RequestKey, Result> originals;
    try (Wire wire = Wire.of(pipeline.topics())) {
      PastTraffic past = new PastTraffic(access, wire);
      requests = source.read(past, topics);
      originals = originals(past, topics, requests);
    }
    Exchange.Outcome outcome = replay(pipeline, access, requests, originals);
    report(outcome, originals);
    if (!outcome.unanswered().isEmpty()) {
      throw CommandException.failed(
          "%d requests had no result: nothing came for %d s"
              .formatted(outcome.unanswered().size(), timeoutSeconds));
    }
    return ExitCode.DONE;
  }

  private void refuseWrites(Pipeline pipeline) {
    String writing =
        pipeline.tools().values().stream()
            .filter(tool -> tool.effect() == Tool.Effect.WRITE)
            .map(Tool::name)
            .collect(Collectors.joining(", "));
    if (!writing.isEmpty() && !allowWrites) {
      throw CommandException.wrongUse(
          "tools that write would do again what they did once: %s; point them elsewhere and give"
                  .formatted(writing)
              + " --allow-writes");
    }
  }

  private static Map<RequestKey, Result> originals(
      PastTraffic past, TopicNames topics, List<PastRequest> requests) {
    long firstMs = requests.stream().mapToLong(PastRequest::atMs).min().orElse(0);
    try {
      return past.results(
          topics.results(), requests, firstMs == 0 ? Start.beginning() : Start.atTime(firstMs));
    } catch (OutOfReachException e) {
      return Map.of(); // Requests of a file need never have been here.
    }
  }

  private Exchange.Outcome replay(
      Pipeline pipeline,
      KafkaAccess access,
      List<PastRequest> requests,
      Map<RequestKey, Result> originals)
      throws IOException, InterruptedException {
    Sandbox sandbox =
        Sandbox.of(pipeline, "replay-" + UUID.randomUUID().toString().substring(0, 8));
    try (TemporaryDirectory state = TemporaryDirectory.create("millrace-replay")) {
      try (AgentApplication application =
          AgentApplication.start(
              sandbox.pipeline(),
              sandbox.settings(kafka, state.path()),
              new SimpleMeterRegistry())) {
        Readiness.await(application);
        return exchange(sandbox, access, requests, originals);
      } finally {
        cleanUp(sandbox, access);
      }
    }
  }

  private Exchange.Outcome exchange(
      Sandbox sandbox,
      KafkaAccess access,
      List<PastRequest> requests,
      Map<RequestKey, Result> originals) {
    Pipeline pipeline = sandbox.pipeline();
    int maxBytes = StreamsSettings.maxRecordBytes(pipeline.limits());
    Exchange.Settings settings =
        new Exchange.Settings(speed, maxInFlight, Duration.ofSeconds(timeoutSeconds));
    ResultLine line = new ResultLine(terminal);
    try (Wire wire = Wire.of(pipeline.topics());
        Exchange exchange =
            Exchange.open(access, wire, TopicNames.of(pipeline.topics()), maxBytes);
        ProgressBar bar = new ProgressBar(json ? terminal.still() : terminal, requests.size())) {
      return exchange.run(
          requests,
          settings,
          answered ->
              bar.step(
                  json
                      ? ReplayJson.line(answered, originals.get(answered.request().key()))
                      : line.of(answered.result(), answered.latencyMs())));
    }
  }

  private void cleanUp(Sandbox sandbox, KafkaAccess access) throws InterruptedException {
    if (keep) {
      terminal.err().println("kept: topics " + sandbox.pipeline().topics().prefix() + ".*");
      return;
    }
    try (Admin admin = access.admin()) {
      sandbox.delete(admin);
    }
  }

  private void report(Exchange.Outcome outcome, Map<RequestKey, Result> originals) {
    List<Answered> answered = outcome.answered();
    Comparison comparison = Comparison.of(answered, originals);
    if (json) {
      terminal.out().println(ReplayReport.json(comparison, outcome.elapsedMs()));
    } else {
      terminal.out().println();
      ReplayReport.lines(comparison).forEach(terminal.out()::println);
    }
  }
}
