// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.Answered;
import dev.millrace.app.traffic.Exchange;
import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.app.traffic.Pace;
import dev.millrace.app.traffic.PastRequest;
import dev.millrace.app.traffic.RecordSender;
import dev.millrace.app.traffic.RequestFile;
import dev.millrace.app.traffic.Wire;
import dev.millrace.kafka.StreamsSettings;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.JsonSerde;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes requests to their topic and, if wished, waits for what comes of them. */
@Command(
    name = "send",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Send a request, or a file of them, to a running pipeline.",
      "A request without an id gets a new one; the same id of a tenant is answered once."
    },
    footer = {
      "",
      "Examples:",
      "  millrace send -c pipeline.yaml --tenant acme --wait \"Where is order 42?\"",
      "  millrace send -c pipeline.yaml --file requests.jsonl",
      "  {\"request_id\": \"r-1\", \"tenant\": \"acme\", \"input\": \"...\"}   is a line of such a"
          + " file"
    })
final class SendCommand implements Callable<Integer> {

  private static final int MOST_IN_FLIGHT = 1_000;

  /** What to send: one of two ways to say it. */
  static final class What {
    @Parameters(arity = "1", paramLabel = "TEXT", description = "What is asked.")
    private @Nullable String text;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "Requests, one JSON object a line.")
    private @Nullable Path file;
  }

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--tenant", defaultValue = "", description = "Who pays; of lines without one.")
  private String tenant = "";

  @Option(names = "--user", defaultValue = "", description = "On whose behalf.")
  private String user = "";

  @Option(names = "--route", defaultValue = "", description = "The route; else it is found.")
  private String route = "";

  @Option(names = "--id", defaultValue = "", description = "The request's id; else a new one.")
  private String id = "";

  @Option(
      names = "--wait",
      description = "Wait for results and print them: exit code 1 unless all are completed.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = AtLeastOne.class,
      defaultValue = "120",
      description = "With --wait: how long nothing may come. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(names = "--json", description = "With --wait: results as JSON lines, even on a terminal.")
  private boolean json;

  private final Terminal terminal;

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    List<PastRequest> requests = requests();
    KafkaAccess access = kafka.access();
    TopicNames topics = TopicNames.of(pipeline.topics());
    int maxBytes = StreamsSettings.maxRecordBytes(pipeline.limits());
    try (Wire wire = Wire.of(pipeline.topics())) {
      return wait
          ? sendAndWait(access, wire, topics, maxBytes, requests)
          : send(access, wire, topics, maxBytes, requests);
    }
  }

  private List<PastRequest> requests() throws IOException {
    if (what.file != null) {
      return RequestFile.read(what.file, tenant, line -> UUID.randomUUID().toString());
    }
    if (tenant.isBlank()) {
      throw CommandException.wrongUse("a request needs a tenant: --tenant NAME");
    }
    Request request =
        Request.newBuilder()
            .setRequestId(id.isBlank() ? UUID.randomUUID().toString() : id)
            .setTenant(tenant)
            .setUser(user)
            .setRoute(route)
            .setInput(what.text == null ? "" : what.text)
            .build();
    return List.of(new PastRequest(request, 0));
  }

  private int send(
      KafkaAccess access, Wire wire, TopicNames topics, int maxBytes, List<PastRequest> requests) {
    try (RecordSender<Request> sender =
        RecordSender.open(access, wire, Request.class, topics.requests(), maxBytes)) {
      sender.sendAll(requests.stream().map(PastRequest::request).toList(), Request::getTenant);
    }
    requests.forEach(request -> terminal.out().println(request.request().getRequestId()));
    return ExitCode.DONE;
  }

  private int sendAndWait(
      KafkaAccess access, Wire wire, TopicNames topics, int maxBytes, List<PastRequest> requests) {
    Exchange.Settings settings =
        new Exchange.Settings(new Pace.Max(), MOST_IN_FLIGHT, Duration.ofSeconds(timeoutSeconds));
    try (Exchange exchange = Exchange.open(access, wire, topics, maxBytes)) {
      Exchange.Outcome outcome = exchange.run(requests, settings, this::print);
      if (!outcome.unanswered().isEmpty()) {
        throw CommandException.failed(
            "%d of %d requests have no result after %d s; is millrace run running?"
                .formatted(outcome.unanswered().size(), requests.size(), timeoutSeconds));
      }
      boolean allCompleted =
          outcome.answered().stream()
              .allMatch(each -> each.result().getStatus().equals("completed"));
      return allCompleted ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private void print(Answered answered) {
    Result result = answered.result();
    if (json || !terminal.lively()) {
      byte[] line = JsonSerde.of(Result.class).write(result);
      terminal.out().println(new String(line, StandardCharsets.UTF_8));
      return;
    }
    terminal.out().println(new ResultLine(terminal).of(result, answered.latencyMs()));
    String text = result.getAnswer().isEmpty() ? result.getDetail() : result.getAnswer();
    if (!text.isEmpty()) {
      terminal.out().println(terminal.paint(Colour.STRONG, text));
    }
  }
}
