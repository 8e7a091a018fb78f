// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final List<JsonNode> seen = new ArrayList<>();
  private FakeHttpMcp fake;
  private McpServer server;
  private McpServer process;

  @BeforeEach
  void start() throws Exception {
    fake = new FakeHttpMcp();
    Map<String, String> headers = Map.of("Authorization", "Bearer secret");
    server = new McpServer(settings(new McpServerSettings.Http(fake.url(), headers)));
    process = new McpServer(settings(FakeStdioMcp.command(directory.resolve("told"))));
  }

  @AfterEach
  void stop() {
    server.close();
    process.close();
    fake.close();
  }

  @Test
  void callsOverHttpInOneSession() throws Exception {
    assertThat(text(call(server, "echo", "{\"say\":\"hello\"}"))).isEqualTo("hello");
    assertThat(text(call(server, "echo", "{\"say\":\"again\"}"))).isEqualTo("again");

    assertThat(fake.messages)
        .extracting(message -> message.path("method").asText())
        .containsExactly("initialize", "notifications/initialized", "tools/call", "tools/call");
    var last = fake.headers.stream().toList().get(3);
    assertThat(last.get("Mcp-Session-Id")).isEqualTo("s1");
    assertThat(last.get("MCP-Protocol-Version")).isEqualTo("2025-11-25");
    assertThat(last.get("Idempotency-Key")).isEqualTo("run/0/1");
    assertThat(last.get("Authorization")).isEqualTo("Bearer secret");
    JsonNode sent = fake.messages.stream().toList().get(3);
    assertThat(sent.at("/params/_meta/millrace.dev~1idempotency-key").asText())
        .isEqualTo("run/0/1");
  }

  @Test
  void readsAnswersThatAreStreamed() throws Exception {
    fake.streams = true;

    assertThat(text(call(server, "chatty", "{}"))).isEqualTo("done");

    JsonNode pong = awaitMessage(message -> message.path("id").asInt() == 7);
    assertThat(pong.path("result").isObject()).isTrue();
  }

  @Test
  void callsAProcess() throws Exception {
    assertThat(text(call(process, "echo", "{\"say\":\"hello\"}"))).isEqualTo("hello");
    assertThat(text(call(process, "chatty", "{}"))).isEqualTo("done");
  }

  @Test
  void handsAProcessNoMoreOfOurEnvironmentThanItNeeds() throws Exception {
    List<String> names = List.of(text(call(process, "environment", "{}")).split(","));

    assertThat(names)
        .contains("HANDED")
        .isSubsetOf("HANDED", "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER");
  }

  @Test
  void prefersWhatIsStructuredAndKeepsNumbersExact() throws Exception {
    McpAnswer answer = succeeded(call(server, "structured", "{}"));

    assertThat(answer.text()).isEqualTo("in words");
    assertThat(String.valueOf(answer.structured())).isEqualTo("{\"price\":1.10,\"size\":3}");
  }

  @Test
  void joinsTextsAndNamesWhatIsNone() throws Exception {
    assertThat(text(call(server, "parts", "{}")))
        .isEqualTo("one\n[image of image/png left out]\ntwo\n[resource a:c]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bad-arguments | INVALID_ARGUMENTS | days must be positive",
        "broken | SERVER_ERROR | out of order",
        "nothing | UNKNOWN_TOOL | Unknown tool: none",
        "odd | MALFORMED_RESPONSE | the server answered what is no answer",
        "huge | RESPONSE_TOO_LARGE | more than 50000 bytes",
        "garbage | MALFORMED_RESPONSE | the server answered something else",
        "stranger | MALFORMED_RESPONSE | the server answered something else",
        "cut | CUT_STREAM | the stream ended before the answer",
      })
  void classifiesFailuresOverHttp(String tool, FailureKind kind, String detail) throws Exception {
    assertThat(failure(call(server, tool, "{}"))).isEqualTo(Failure.of(kind, detail));
    assertThat(text(call(server, "echo", "{\"say\":\"on\"}"))).isEqualTo("on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bad-arguments | INVALID_ARGUMENTS | days must be positive",
        "odd | MALFORMED_RESPONSE | the server answered what is no answer",
        "huge | RESPONSE_TOO_LARGE | the message is too large",
        "exit | CONNECTION | the process ended",
      })
  void classifiesFailuresOfAProcess(String tool, FailureKind kind, String detail) throws Exception {
    assertThat(failure(call(process, tool, "{}"))).isEqualTo(Failure.of(kind, detail));
    assertThat(text(call(process, "echo", "{\"say\":\"on\"}"))).isEqualTo("on");
  }

  @ParameterizedTest
  @CsvSource({"401,UNAUTHORIZED", "429,RATE_LIMITED", "503,OVERLOADED", "500,SERVER_ERROR"})
  void classifiesWhatAStatusSays(int status, FailureKind kind) throws Exception {
    text(call(server, "echo", "{}"));
    fake.answersWith = status;

    Failure failure = failure(call(server, "echo", "{}"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void opensAnotherSessionWhenOneIsLost() throws Exception {
    text(call(server, "echo", "{}"));
    fake.forgetSessions();

    Failure lost = failure(call(server, "echo", "{}"));
    String after = text(call(server, "echo", "{\"say\":\"anew\"}"));

    assertThat(lost.kind()).isEqualTo(FailureKind.CONNECTION);
    assertThat(after).isEqualTo("anew");
    assertThat(fake.headers.stream().map(each -> each.get("Mcp-Session-Id"))).contains("s1", "s2");
  }

  @Test
  void failsWhileTheServerIsAwayAndGoesOnWhenItIsBack() throws Exception {
    fake.answersWith = 503;
    Failure away = failure(call(server, "echo", "{}"));
    fake.answersWith = 0;

    assertThat(away.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(text(call(server, "echo", "{\"say\":\"back\"}"))).isEqualTo("back");
  }

  @Test
  void saysWhyAProcessIsNotThere() throws Exception {
    McpServerSettings.Stdio none =
        new McpServerSettings.Stdio("no-such-command-here", List.of(), Map.of());
    String java = FakeStdioMcp.command(directory).command();
    McpServerSettings.Stdio bad =
        new McpServerSettings.Stdio(java, List.of("no.such.Main"), Map.of());
    try (McpServer missing = new McpServer(settings(none));
        McpServer broken = new McpServer(settings(bad))) {
      assertThat(failure(call(missing, "echo", "{}")))
          .isEqualTo(Failure.of(FailureKind.CONNECTION, "the process cannot be started"));
      Failure ended = failure(call(broken, "echo", "{}"));
      assertThat(ended.kind()).isEqualTo(FailureKind.CONNECTION);
      assertThat(ended.detail()).startsWith("no session: the process ended").contains("no.such");
    }
  }

  @Test
  void givesUpWhenTheTimeIsOverAndTellsTheServer() throws Exception {
    text(call(server, "echo", "{}"));

    Failure late = failure(call(server, "silent", "{}", Duration.ofMillis(200)));

    assertThat(late.kind()).isEqualTo(FailureKind.TIMEOUT);
    JsonNode told = awaitMessage(m -> m.path("method").asText().equals("notifications/cancelled"));
    JsonNode call = awaitMessage(m -> m.at("/params/name").asText().equals("silent"));
    assertThat(told.at("/params/requestId")).isEqualTo(call.path("id"));
  }

  @Test
  void tellsAProcessThatNobodyWaits() throws Exception {
    text(call(process, "echo", "{}"));
    CompletableFuture<Outcome<McpAnswer>> silent = send(process, "silent", "{}", LONG);

    assertThat(silent.cancel(true)).isTrue();

    assertThat(text(call(process, "echo", "{\"say\":\"on\"}"))).isEqualTo("on");
    assertThat(Files.readString(directory.resolve("told"))).contains("notifications/cancelled");
  }

  @Test
  void endsItsSessionWhenItIsClosed() throws Exception {
    text(call(server, "echo", "{}"));

    server.close();

    assertThat(fake.ended.poll(10, TimeUnit.SECONDS)).isEqualTo("s1");
    assertThat(failure(call(server, "echo", "{}")).kind()).isEqualTo(FailureKind.CANCELLED);
  }

  @Test
  void endsWhatIsUnderWayWhenItIsClosed() throws Exception {
    text(call(server, "echo", "{}"));
    text(call(process, "echo", "{}"));
    List<CompletableFuture<Outcome<McpAnswer>>> open =
        List.of(send(server, "silent", "{}", LONG), send(process, "silent", "{}", LONG));
    JsonNode unused = awaitMessage(message -> message.at("/params/name").asText().equals("silent"));

    server.close();
    process.close();

    for (CompletableFuture<Outcome<McpAnswer>> each : open) {
      assertThat(failure(each.get(10, TimeUnit.SECONDS)).kind())
          .isIn(FailureKind.CANCELLED, FailureKind.CONNECTION);
    }
  }

  @Test
  void showsNoSecret() {
    McpServerSettings.Http http =
        new McpServerSettings.Http("http://x.test", Map.of("Authorization", "secret"));
    McpServerSettings.Stdio stdio =
        new McpServerSettings.Stdio("run", List.of("--token", "secret"), Map.of("KEY", "secret"));

    assertThat(settings(http).toString()).doesNotContain("secret");
    assertThat(settings(stdio).toString()).doesNotContain("secret");
  }

  @Test
  void noticesThatAToolIsDescribedInAnotherWay() throws Exception {
    OfferedTool before = server.tools().get(20, TimeUnit.SECONDS).get(0);
    fake.description = "Sends it to everybody.";
    OfferedTool after = server.tools().get(20, TimeUnit.SECONDS).get(0);

    assertThat(before.readOnly()).isTrue();
    assertThat(before.inputSchema().at("/properties/say/type").asText()).isEqualTo("string");
    assertThat(Drift.of(Map.of("echo", before.pin()), List.of(before))).isEmpty();
    assertThat(Drift.of(Map.of("echo", before.pin(), "gone", "1"), List.of(after)))
        .containsExactly(new Drift("echo", before.pin(), after.pin()), new Drift("gone", "1", ""));
  }

  private JsonNode awaitMessage(Predicate<JsonNode> wanted) throws InterruptedException {
    Optional<JsonNode> known = seen.stream().filter(wanted).findFirst();
    while (known.isEmpty()) {
      JsonNode next = fake.messages.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("one more message").isNotNull();
      seen.add(next);
      known = Optional.of(next).filter(wanted);
    }
    return known.get();
  }

  private static McpServerSettings settings(McpServerSettings.Reach reach) {
    return new McpServerSettings("fake", reach, Duration.ofSeconds(10), 50_000);
  }

  private static Outcome<McpAnswer> call(McpServer server, String tool, String arguments)
      throws Exception {
    return call(server, tool, arguments, LONG);
  }

  private static Outcome<McpAnswer> call(
      McpServer server, String tool, String arguments, Duration timeout) throws Exception {
    return send(server, tool, arguments, timeout).get(30, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Outcome<McpAnswer>> send(
      McpServer server, String tool, String arguments, Duration timeout) throws Exception {
    var json = (ObjectNode) JSON.readTree(arguments);
    return server.call(
        new McpCall("run/0/1", tool, json, timeout, true),
        (answer, timing) -> new Succeeded<>(answer, Usage.NONE, timing));
  }

  private static McpAnswer succeeded(Outcome<McpAnswer> outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Succeeded<McpAnswer>) outcome).value();
  }

  private static String text(Outcome<McpAnswer> outcome) {
    return Objects.requireNonNull(succeeded(outcome).text());
  }

  private static Failure failure(Outcome<McpAnswer> outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed<McpAnswer>) outcome).failure();
  }
}
