// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.app.traffic.RecordSender;
import dev.millrace.app.traffic.Wire;
import dev.millrace.kafka.Await;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.runtime.AgentApplication;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands together, as somebody would use them: broker, run, send, tail, report, replay. */
class CommandsOnKafkaIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;

  private static String bootstrapServers;
  private static String config;
  private static AgentApplication application;

  @BeforeAll
  static void start() throws Exception {
    // It stops with this JVM, so its data must outlive the test.
    Path data = Files.createTempDirectory(Path.of("target"), "broker");
    BufferedReader said =
        inBackground("broker", "--dir", data.toString(), "--port", "0", "--registry-port", "0");
    bootstrapServers = valueOf(said.readLine(), "bootstrap.servers=");
    String registry = valueOf(said.readLine(), "schema.registry.url=");
    config = Files.writeString(directory.resolve("pipeline.yaml"), pipeline(registry)).toString();
    Reading.Valid valid = (Reading.Valid) PipelineFile.read(Path.of(config), name -> null);
    application =
        AgentApplication.start(
            valid.pipeline(),
            new AgentApplication.Settings(
                bootstrapServers,
                "hello",
                directory.resolve("state"),
                "one",
                Guarantee.EXACTLY_ONCE,
                Map.of()),
            new SimpleMeterRegistry());
    Readiness.await(application);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static String pipeline(String registry) {
    return """
    pipeline: {name: hello}
    routes:
      greet:
        rules: [{text: "(?i)hello"}]
        plan: {answer: "Hello {{request.user}}"}
      count:
        rules: [{text: "Count"}]
        plan:
          calls: {sum: {tool: sum, arguments: {expression: "1 + 2"}}}
          answer: "It is {{calls.sum.result}}"
    tools:
      sum:
        java: calculate
        effect: read
        price: 0.25
        parameters: {type: object, properties: {expression: {type: string}}}
    budgets:
      tenant: {day: {money: 5}}
      route: {month: {tool_calls: 10}}
    topics: {prefix: hello, partitions: 2, registry: "%s"}
    """
        .formatted(registry);
  }

  @Test
  void aRequestIsAnsweredSeenAndReplayed() throws Exception {
    Command sent =
        run(
            "send",
            "--tenant",
            "acme",
            "--user",
            "Ada",
            "--id",
            "r-1",
            "--wait",
            "--timeout",
            "60",
            "Hello there");

    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(ExitCode.DONE);
    JsonNode result = JSON.readTree(sent.out());
    assertThat(result.path("request_id").asText()).isEqualTo("r-1");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("answer").asText()).isEqualTo("Hello Ada");

    Command results =
        run("tail", "results", "--from-beginning", "--exit-at-end", "--tenant", "acme");
    assertThat(results.out().lines().filter(line -> line.contains("\"r-1\""))).hasSize(1);

    Path history = directory.resolve("history.jsonl");
    Command requests = run("tail", "requests", "--from-beginning", "--exit-at-end");
    Files.writeString(history, requests.out());
    assertThat(requests.out()).contains("\"timestamp_ms\":");

    Command replayed = run("replay", "--file", history.toString(), "--json");
    assertThat(replayed.exitCode()).as(replayed.err()).isEqualTo(ExitCode.DONE);
    List<String> lines = replayed.out().lines().toList();
    JsonNode summary = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(summary.path("completed").asInt()).isPositive();
    assertThat(summary.path("requests").asInt()).isEqualTo(lines.size() - 1);
    assertThat(summary.at("/compared/requests").asInt()).isPositive();
    assertThat(summary.at("/compared/same_answer")).isEqualTo(summary.at("/compared/requests"));
    assertThat(topics()).noneMatch(topic -> topic.contains("replay"));
  }

  @Test
  void feedbackIsWrittenAndSeen() throws Exception {
    Path lines = directory.resolve("feedback.jsonl");
    Files.writeString(lines, "{\"request_id\": \"f-2\", \"success\": false, \"score\": 0.1}\n");

    Command one = run("feedback", "--tenant", "fred", "--request", "f-1", "--success");
    Command many = run("feedback", "--tenant", "fred", "--source", "qa", "-f", lines.toString());
    Command seen = run("tail", "feedback", "--from-beginning", "--exit-at-end", "--tenant", "fred");

    assertThat(one.exitCode()).as(one.err()).isEqualTo(ExitCode.DONE);
    assertThat(many.out()).isEqualToIgnoringNewLines("1 written to hello.feedback");
    assertThat(seen.out().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("\"f-1\"", "\"success\":true")
                    .doesNotContain("\"score\""),
            line -> assertThat(line).contains("\"f-2\"", "\"score\":0.1", "\"source\":\"qa\""));
  }

  @Test
  void runsCostsAndFeedbackAreReported() throws Exception {
    for (String id : List.of("m-1", "m-2")) {
      run("send", "--tenant", "rita", "--id", id, "--wait", "--timeout", "60", "Hello");
      charge("rita", 1_500);
    }
    run("feedback", "--tenant", "rita", "--request", "m-2", "--failure");
    run("feedback", "--tenant", "rita", "--request", "m-9", "--success");

    Command json = run("report", "--by", "tenant,route", "--format", "json");
    Command table = run("report", "--window", "month");
    Command classes = run("report", "--by", "tenant,class", "--format", "csv");
    Command csv = run("report", "--from", "2000-01-01", "--to", "2000-01-02", "--format", "csv");

    assertThat(json.exitCode()).as(json.err()).isEqualTo(ExitCode.DONE);
    JsonNode rita = row(JSON.readTree(json.out()), "rita");
    assertThat(rita.path("route").asText()).isEqualTo("greet");
    assertThat(rita.path("runs").asInt()).isEqualTo(2);
    assertThat(rita.path("successes").asInt()).isEqualTo(1);
    assertThat(rita.path("spent_nanos").asLong()).isEqualTo(3_000);
    assertThat(rita.path("nanos_per_success").asLong()).isEqualTo(3_000);
    assertThat(JSON.readTree(json.out()).at("/feedback/requests_without_run").asInt()).isPositive();
    assertThat(table.out()).contains("rita", "0.000003000", "success by feedback of");
    assertThat(classes.out()).contains("rita,interactive,USD,2,2,1,");
    assertThat(csv.out()).startsWith("tenant,currency,runs,").hasLineCount(1);
  }

  /** The routes here have no price. */
  private static void charge(String tenant, long nanos) {
    CostEvent event =
        CostEvent.newBuilder()
            .setTenant(tenant)
            .setRoute("greet")
            .setKind("model")
            .setAmountNanos(nanos)
            .setCurrency("USD")
            .setAtMs(System.currentTimeMillis())
            .build();
    write(CostEvent.class, "hello.costs", tenant, event);
  }

  @Test
  void aCorrectionIsBookedAndReported() {
    ControlEvent correction =
        ControlEvent.newBuilder()
            .setKind("correct")
            .setControlId("inv-1")
            .setTenant("cora")
            .setRequestId("r-9")
            .setAmountNanos(2_500L)
            .build();
    write(ControlEvent.class, "hello.controls", "cora", correction);
    Await.until("a cost event", () -> costsOf("cora").contains("\"correction\""));

    Command table = run("report");

    assertThat(table.out()).contains("cora", "  of it corrections: 0.000002500 USD, 1 of them");
  }

  private static String costsOf(String tenant) {
    return run("tail", "costs", "--from-beginning", "--exit-at-end", "--tenant", tenant).out();
  }

  private static <T extends SpecificRecord> void write(
      Class<T> type, String topic, String tenant, T value) {
    KafkaAccess kafka = new KafkaAccess(bootstrapServers, Map.of());
    Reading.Valid valid = (Reading.Valid) PipelineFile.read(Path.of(config), name -> null);
    try (Wire wire = Wire.of(valid.pipeline().topics());
        RecordSender<T> sender = RecordSender.open(kafka, wire, type, topic, 1 << 20)) {
      sender.send(tenant, value);
      sender.flush();
    }
  }

  private static JsonNode row(JsonNode report, String tenant) {
    for (JsonNode row : report.path("rows")) {
      if (row.path("tenant").asText().equals(tenant)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + tenant + ": " + report);
  }

  @Test
  void aReportOfTopicsThatAreNotThereIsOutOfReach() throws IOException {
    String elsewhere = other("prefix: hello", "prefix: other");

    Command command = Command.run("report", "-c", elsewhere, "-b", bootstrapServers);

    assertThat(command.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH);
    assertThat(command.err()).contains("topic other.costs does not exist").hasLineCount(1);
  }

  @Test
  void aToolOfTheUsersOwnJarIsCalled() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("tools.yaml"),
            """
            pipeline: {name: tools}
            tools:
              vat:
                java: vat
                effect: read
                parameters: {type: object, properties: {net: {type: integer}}}
            routes:
              vat:
                rules: [{text: "VAT"}]
                plan:
                  calls: {vat: {tool: vat, arguments: {net: 200}}}
                  answer: "VAT is {{calls.vat.vat}}"
            topics: {prefix: tools, partitions: 1}
            """);
    Path asked = directory.resolve("vat.jsonl");
    Files.writeString(
        asked, "{\"request_id\": \"v-1\", \"tenant\": \"acme\", \"input\": \"VAT?\"}\n");
    String[] replay = {"replay", "-c", file.toString(), "-b", bootstrapServers, "--file"};

    Command without = inItsOwnThread(replay, asked.toString(), "--json");
    Command with =
        inItsOwnThread(
            replay, asked.toString(), "--json", "--add-jars", ToolJar.in(directory).toString());

    assertThat(without.exitCode()).isNotEqualTo(ExitCode.DONE);
    assertThat(without.err()).contains("no tool function vat");
    assertThat(with.exitCode()).as(with.err()).isEqualTo(ExitCode.DONE);
    assertThat(with.out()).contains("\"status\":\"completed\"");
  }

  /** Jars that are added stay with the thread and its children, so not with this one. */
  private static Command inItsOwnThread(String[] first, String... last) throws Exception {
    String[] all = Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
    FutureTask<Command> command = new FutureTask<>(() -> Command.run(all));
    new Thread(command, "command").start();
    return command.get(120, TimeUnit.SECONDS);
  }

  @Test
  void aResultThatIsNotCompleteIsAFailure() {
    Command sent =
        run(
            "send",
            "--wait",
            "--timeout",
            "60",
            "--tenant",
            "acme",
            "--route",
            "nowhere",
            "Something else");

    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(ExitCode.FAILED);
    assertThat(sent.out()).doesNotContain("\"status\":\"completed\"").contains("\"status\":\"");
  }

  @Test
  void aRequestThatIsLargerThanAnyMayBeIsAWrongRequest() throws IOException {
    Path huge = directory.resolve("huge.jsonl");
    Files.writeString(huge, "{\"tenant\": \"acme\", \"input\": \"" + "x".repeat(4 << 20) + "\"}");

    Command sent = run("send", "--file", huge.toString());

    assertThat(sent.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(sent.err()).contains("larger than").hasLineCount(1);
  }

  @Test
  void budgetsAreShownAsTheyStand() throws Exception {
    assertThat(run("send", "--tenant", "payer", "--wait", "Count").exitCode()).isZero();
    assertThat(run("send", "--tenant", "other", "--wait", "Count").exitCode()).isZero();
    topUp("payer", 500_000_000);

    JsonNode budgets = budgets("payer", "/budgets/0/money_nanos/raised_by", 500_000_000);

    assertThat(budgets.findValuesAsText("tenant")).containsOnly("payer");
    assertThat(budgets.at("/budgets/0/money_nanos"))
        .hasToString(
            "{\"limit\":5500000000,\"limit_from\":\"file\",\"raised_by\":500000000,"
                + "\"spent\":250000000,\"reserved\":0,\"left\":5250000000}");
    assertThat(budgets.at("/budgets/1/name").asText()).isEqualTo("count");
    assertThat(budgets.at("/budgets/1/tool_calls/left").asInt()).isEqualTo(9);
    assertThat(run("budgets").out())
        .containsPattern("other +tenant +day +.* money +5.000000 +file +0.250000 +0.000000 +4.75")
        .containsPattern("payer +route count +month .* tool_calls +10 +file +1 +0 +9");
    assertThat(run("budgets", "--tenant", "nobody").err()).contains("no tenant nobody");
  }

  private static void topUp(String tenant, long nanos) throws Exception {
    String control =
        """
        {"kind": "top_up", "control_id": "c-1", "tenant": "%s", "scope": "tenant", "window": "day", "money_nanos": %d}
        """
            .formatted(tenant, nanos);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers), bytes, bytes)) {
      byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
      byte[] value = control.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("hello.controls", key, value)).get(30, TimeUnit.SECONDS);
    }
  }

  /** Once they say so. */
  private static JsonNode budgets(String tenant, String where, long value) throws IOException {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    JsonNode told;
    do {
      Command command = run("budgets", "--tenant", tenant, "--format", "json");
      assertThat(command.exitCode()).as(command.err()).isEqualTo(ExitCode.DONE);
      told = JSON.readTree(command.out());
    } while (told.at(where).asLong() != value && System.nanoTime() < giveUpAt);
    return told;
  }

  @Test
  void anEstimateIsHeldAgainstWhatRunsCameTo() throws Exception {
    assertThat(run("send", "--tenant", "estimated", "--wait", "Count").exitCode()).isZero();

    Command command = run("estimate", "--against", "--format", "json");

    assertThat(command.exitCode()).as(command.err()).isEqualTo(ExitCode.DONE);
    JsonNode count = JSON.readTree(command.out()).at("/routes/1");
    JsonNode cost = count.path("cost_nanos");
    assertThat(count.path("route").asText()).isEqualTo("count");
    assertThat(count.at("/tool_calls/truth/count").asInt()).isPositive();
    assertThat(cost.at("/truth/p95").asLong()).isEqualTo(250_000_000);
    assertThat(cost.path("ratio").asDouble()).isEqualTo(1);
    assertThat(cost.path("below_least").asInt() + cost.path("above_most").asInt()).isZero();
    assertThat(run("estimate", "--against").out())
        .containsPattern("count +cost +0.250000 +0.250000 +0.750000 +\\d+ +0.250000 .* 1.00\\R");
  }

  @Test
  void budgetsOfWhatNeverRanAreOutOfReach() throws Exception {
    Command never = run("budgets", "--application-id", "never-ran");

    assertThat(never.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH);
    assertThat(never.err()).contains("topic never-ran-budgets-changelog does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --http-port 0 --state-dir STATE --instance-id two",
        "send --tenant acme Hello",
        "tail results --from-beginning --exit-at-end"
      })
  void aRegistryThatIsAwayIsOutOfReach(String line) throws IOException {
    assertThat(run("send", "--tenant", "acme", "--wait", "Hello").exitCode()).isZero();
    String config =
        other("registry: \"http://127.0.0.1:\\d+\"", "registry: \"http://127.0.0.1:1\"");
    String state = directory.resolve("state-2").toString();

    Command command =
        Command.run(
            (line.replace("STATE", state) + " -c " + config + " -b " + bootstrapServers)
                .split(" "));

    assertThat(command.exitCode()).as(command.err()).isEqualTo(ExitCode.OUT_OF_REACH);
    assertThat(command.err()).contains("the schema registry does not answer at 127.0.0.1:1");
  }

  @Test
  void aTopicThatIsNotThereIsOutOfReach() throws IOException {
    Command command =
        Command.run(
            "tail",
            "results",
            "-c",
            other("prefix: hello", "prefix: other"),
            "-b",
            bootstrapServers);

    assertThat(command.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH);
    assertThat(command.err()).contains("topic other.results does not exist");
  }

  private static String other(String what, String instead) throws IOException {
    String text = Files.readString(Path.of(config)).replaceFirst(what, instead);
    return Files.writeString(directory.resolve("other.yaml"), text).toString();
  }

  private static Command run(String name, String... args) {
    String[] all = new String[args.length + 5];
    all[0] = name;
    System.arraycopy(args, 0, all, 1, args.length);
    System.arraycopy(
        new String[] {"-c", config, "-b", bootstrapServers}, 0, all, args.length + 1, 4);
    return Command.run(all);
  }

  private static Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }

  private static BufferedReader inBackground(String... args) throws IOException {
    PipedInputStream said = new PipedInputStream();
    Terminal terminal =
        Terminal.plain(new PipedOutputStream(said), OutputStream.nullOutputStream());
    Thread thread = new Thread(() -> Main.run(terminal, args), "millrace-broker");
    thread.setDaemon(true);
    thread.start();
    return new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8));
  }

  private static String valueOf(String line, String name) {
    assertThat(line).startsWith(name);
    return line.substring(name.length());
  }
}
