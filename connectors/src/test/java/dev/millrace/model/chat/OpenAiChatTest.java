// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.chat;

import static dev.millrace.call.FailureKind.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.TimePart;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.http.RawServer;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.StrictSchema;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  private static final String SECRET_PROMPT = "the-secret-prompt";
  private static final String FINISHED =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final MockWebServer server = new MockWebServer();
  private @Nullable HttpModelClient open;

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    if (open != null) {
      open.close();
    }
  }

  // What goes out.

  @Test
  void sendsARequestAsTheApiTakesIt() throws Exception {
    server.enqueue(stream(text("hi") + FINISHED + USAGE + DONE));
    ModelRequest request =
        new ModelRequest(
            "run-1/0/1",
            "gpt-4o",
            List.of(
                new SystemMessage("be brief"),
                new UserMessage("hello"),
                new AssistantMessage("", List.of(new ToolUse("c1", "find", "{\"q\":1}"))),
                new ToolMessage("c1", "found"),
                new AssistantMessage("so", List.of())),
            List.of(new ToolSpec("find", "finds", "{\"type\":\"object\"}")),
            100,
            0.5,
            "{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[\"a\"],"
                + "\"additionalProperties\":false}",
            Duration.ofSeconds(10));

    client().send(request).get(10, TimeUnit.SECONDS);

    RecordedRequest sent = server.takeRequest();
    assertThat(sent.getTarget()).isEqualTo("/v1/chat/completions");
    assertThat(sent.getHeaders().get("Authorization")).isEqualTo("Bearer key-1");
    assertThat(sent.getHeaders().get("Idempotency-Key")).isEqualTo("run-1/0/1");
    assertThat(sent.getHeaders().get("X-Request-Id")).isEqualTo("run-1/0/1");
    assertThat(JSON.readTree(sent.getBody().utf8()))
        .isEqualTo(
            json(
                """
                {"model":"gpt-4o","messages":[
                  {"role":"system","content":"be brief"},
                  {"role":"user","content":"hello"},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                    "function":{"name":"find","arguments":"{\\"q\\":1}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"found"},
                  {"role":"assistant","content":"so"}],
                 "tools":[{"type":"function","function":
                   {"name":"find","description":"finds","parameters":{"type":"object"}}}],
                 "max_completion_tokens":100,"temperature":0.5,
                 "response_format":{"type":"json_schema","json_schema":{"name":"answer",
                   "strict":true,"schema":{"type":"object","properties":{"a":{}},
                   "required":["a"],"additionalProperties":false}}},
                 "stream":true,"stream_options":{"include_usage":true}}
                """));
  }

  @Test
  void aPredictionGoesOutAndWhatOfItIsRejectedIsAPartOfTheOutput() throws Exception {
    server.enqueue(
        stream(
            text("hi")
                + FINISHED
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":124,\"completion_tokens\":77,"
                + "\"completion_tokens_details\":{\"accepted_prediction_tokens\":6,"
                + "\"rejected_prediction_tokens\":4}}}\n\n"
                + DONE));
    ModelRequest request = request("m").withOptions(predicting("class A {}"));

    Usage usage = succeeded(client().send(request).get(10, TimeUnit.SECONDS)).usage();

    JsonNode body = JSON.readTree(server.takeRequest().getBody().utf8());
    assertThat(body.path("prediction"))
        .isEqualTo(json("{\"type\":\"content\",\"content\":\"class A {}\"}"));
    assertThat(body.path("max_tokens").asInt()).isEqualTo(request.maxOutputTokens());
    assertThat(body.has("max_completion_tokens")).as("which the API refuses beside it").isFalse();
    assertThat(usage).isEqualTo(Usage.of(124, 77).withRejectedPrediction(4));
  }

  @Test
  void besideToolsThatTheApiRefusesWithItAPredictionIsLeftOut() throws Exception {
    ModelRequest plain = request("m");
    ModelRequest request =
        new ModelRequest(
            "c",
            "m",
            plain.messages(),
            List.of(new ToolSpec("find", "finds", "{}")),
            64,
            null,
            null,
            Duration.ofSeconds(10),
            predicting("class A {}"));

    JsonNode body = JSON.readTree(new OpenAiChat().body(request));

    assertThat(body.has("prediction")).isFalse();
    assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(64);
  }

  private static ModelOptions predicting(String text) {
    return ModelOptions.DEFAULT.withPrediction(text);
  }

  @Test
  void sendsWhatOlderServersTake() throws Exception {
    server.enqueue(whole("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}"));
    HttpModelSettings settings =
        settings(server.url("/azure?api-version=1").toString())
            .withStreaming(false)
            .withHeaders(Map.of("api-key", "other"));

    succeeded(send(client(settings, new OpenAiChat(OutputLimit.MAX_TOKENS))));

    RecordedRequest sent = server.takeRequest();
    JsonNode body = JSON.readTree(sent.getBody().utf8());
    assertThat(sent.getTarget()).isEqualTo("/azure/chat/completions?api-version=1");
    assertThat(sent.getHeaders().get("api-key")).isEqualTo("other");
    assertThat(body.path("max_tokens").asInt()).isEqualTo(64);
    assertThat(body.has("stream")).isFalse();
    assertThat(body.has("max_completion_tokens")).isFalse();
  }

  @Test
  void guidesByASchemaThatStrictModeWouldRefuse() {
    assertThat(StrictSchema.allows(json("{\"type\":\"object\",\"properties\":{\"a\":{}}}")))
        .isFalse();
    assertThat(StrictSchema.allows(json("{\"items\":{\"properties\":{\"a\":{}}}}"))).isFalse();
    assertThat(StrictSchema.allows(json("{\"type\":\"string\"}"))).isTrue();
  }

  @Test
  void neverShowsAKey() {
    HttpModelSettings settings =
        settings("http://h/v1").withHeaders(Map.of("api-key", "header-secret"));

    assertThat(settings.toString()).doesNotContain("key-1").doesNotContain("header-secret");
  }

  @Test
  void takesAnyTextAsCallId() throws Exception {
    server.enqueue(stream(text("hi") + FINISHED + DONE));

    succeeded(await(client().send(request("r\u00fcn\r\nX-Evil: 1/0"))));

    assertThat(server.takeRequest().getHeaders().get("Idempotency-Key"))
        .isEqualTo("r%C3%BCn%0D%0AX-Evil:%201/0");
  }

  // Answers.

  @Test
  void readsAStreamedText() throws Exception {
    server.enqueue(
        stream(
            ": keep-alive\r\n\r\n"
                + chunk("{\"role\":\"assistant\",\"content\":\"\"}")
                + text("Hel")
                + text("lo")
                + FINISHED
                + "data:"
                + " {\"model\":\"gpt-4o-2024\",\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":50,\"prompt_tokens_details\":{\"cached_tokens\":64},\"completion_tokens_details\":{\"reasoning_tokens\":32}}}\n\n"
                + DONE));

    Succeeded<ModelResponse> answer = succeeded(send(client()));

    assertThat(answer.value())
        .isEqualTo(new ModelResponse("Hello", List.of(), FinishReason.STOP, "gpt-4o-2024"));
    assertThat(answer.usage()).isEqualTo(new Usage(100, 50, 64, 0, 32, false));
    assertThat(answer.timing().timeToFirstToken()).isNotNull();
    assertThat(answer.timing().total()).isGreaterThanOrEqualTo(answer.timing().timeToFirstToken());
  }

  @Test
  void tellsWhereTheTimeOfAStreamWent() throws Exception {
    server.enqueue(
        stream(
            text("Hel")
                + text("lo")
                + FINISHED
                + "data:"
                + " {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":21}}\n\n"
                + DONE));

    Timing timing = succeeded(send(client())).timing();

    Duration afterFirst = timing.total().minus(timing.timeToFirstToken());
    assertThat(timing.timePerToken()).isEqualTo(afterFirst.dividedBy(20));
    assertThat(timing.parts())
        .containsOnlyKeys(
            TimePart.QUEUE,
            TimePart.CONNECT,
            TimePart.REQUEST,
            TimePart.FIRST_BYTE,
            TimePart.BODY,
            TimePart.PARSE);
    assertThat(timing.parts().values().stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(timing.total());
  }

  @Test
  void putsParallelToolUsesTogetherFromFragments() throws Exception {
    server.enqueue(
        stream(
            tool("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"find\",\"arguments\":\"\"}}")
                + tool(
                    "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"buy\",\"arguments\":\"{\"}}")
                + tool("{\"index\":0,\"function\":{\"arguments\":\"{\\\"q\\\":\"}}")
                + tool("{\"index\":1,\"function\":{\"arguments\":\"}\"}}")
                + tool("{\"index\":0,\"function\":{\"arguments\":\"1}\"}}")
                + "data:"
                + " {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
                + DONE));

    ModelResponse answer = succeeded(send(client())).value();

    assertThat(answer.toolUses())
        .containsExactly(new ToolUse("a", "find", "{\"q\":1}"), new ToolUse("b", "buy", "{}"));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void readsToolUsesOfServersThatAreLessCareful() throws Exception {
    server.enqueue(
        stream(
            tool("{\"function\":{\"name\":\"no_id\",\"arguments\":{\"q\":1}}}")
                + tool("{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"same_index\"}}")
                + tool(
                    "{\"index\":0,\"id\":\"y\",\"function\":{\"name\":\"other_id\",\"arguments\":null}}")
                + FINISHED));

    ModelResponse answer = succeeded(send(client())).value();

    assertThat(answer.toolUses())
        .containsExactly(
            new ToolUse("call_0", "no_id", "{\"q\":1}"),
            new ToolUse("x", "same_index", "{}"),
            new ToolUse("y", "other_id", "{}"));
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void countsItselfWhereNoUsageIsTold() throws Exception {
    server.enqueue(stream(text("Hello there") + FINISHED + DONE));

    Usage usage = succeeded(send(client())).usage();

    assertThat(usage.estimated()).isTrue();
    assertThat(usage.outputTokens()).isEqualTo(2);
    assertThat(usage.inputTokens()).isBetween(5L, 20L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "\"x\"",
        "{\"prompt_tokens\":-5,\"completion_tokens\":1}",
        "{\"prompt_tokens\":0,\"completion_tokens\":0}",
        "{\"prompt_tokens\":\"many\"}"
      })
  void countsItselfWhereTheUsageCannotBe(String usage) throws Exception {
    server.enqueue(
        stream(
            text("Hi") + FINISHED + "data: {\"choices\":[],\"usage\":" + usage + "}\n\n" + DONE));

    assertThat(succeeded(send(client())).usage().estimated()).isTrue();
  }

  @Test
  void readsAWholeAnswerOfAServerThatDoesNotStream() throws Exception {
    server.enqueue(
        whole(
            """
            {"model":"m","choices":[{"index":0,"finish_reason":"length","message":
              {"role":"assistant","content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}}],
             "usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":null}}
            """));

    Succeeded<ModelResponse> answer = succeeded(send(client()));

    assertThat(answer.value())
        .isEqualTo(new ModelResponse("Hello", List.of(), FinishReason.LENGTH, "m"));
    assertThat(answer.usage()).isEqualTo(Usage.of(3, 2));
    assertThat(answer.timing().timeToFirstToken()).isNull();
  }

  @Test
  void readsAStreamUnderAWrongContentType() throws Exception {
    server.enqueue(
        stream("\n" + text("Hi") + FINISHED)
            .newBuilder()
            .setHeader("Content-Type", "text/plain")
            .build());

    assertThat(succeeded(send(client())).value().text()).isEqualTo("Hi");
  }

  @Test
  void takesARefusalAsAnAnswerInTheModelsWords() throws Exception {
    server.enqueue(stream(chunk("{\"refusal\":\"I will not.\"}") + FINISHED + DONE));

    ModelResponse answer = succeeded(send(client())).value();

    assertThat(answer.text()).isEqualTo("I will not.");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.REFUSAL);
  }

  @ParameterizedTest
  @CsvSource({"stop, STOP", "length, LENGTH", "content_filter, CONTENT_FILTER", "weird, OTHER"})
  void tellsWhyTheModelStopped(String wire, FinishReason reason) throws Exception {
    server.enqueue(stream(text("x") + FINISHED.replace("stop", wire) + DONE));

    assertThat(succeeded(send(client())).value().finishReason()).isEqualTo(reason);
  }

  // Failures that the provider tells.

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "400, {\"error\":{\"code\":\"bad\"}}, INVALID_REQUEST, HTTP 400 bad",
        "400, {\"error\":{\"code\":\"context_length_exceeded\"}}, REQUEST_TOO_LARGE, HTTP 400"
            + " context_length_exceeded",
        "`400`, `{\"object\":\"error\",\"message\":\"This model's maximum context length is"
            + " 8\",\"code\":400}`, REQUEST_TOO_LARGE, HTTP 400",
        "400, {\"error\":{\"code\":\"content_filter\"}}, CONTENT_FILTERED, HTTP 400 content_filter",
        "401, {}, UNAUTHORIZED, HTTP 401",
        "402, {}, QUOTA_EXHAUSTED, HTTP 402",
        "403, {}, UNAUTHORIZED, HTTP 403",
        "404, {\"error\":\"no such model\"}, UNKNOWN_MODEL, HTTP 404",
        "408, {}, TIMEOUT, HTTP 408",
        "413, {}, REQUEST_TOO_LARGE, HTTP 413",
        "422, {\"detail\":[]}, INVALID_REQUEST, HTTP 422",
        "429, {\"error\":{\"type\":\"tokens\"}}, RATE_LIMITED, HTTP 429 tokens",
        "429, {\"error\":{\"code\":\"insufficient_quota\"}}, QUOTA_EXHAUSTED, HTTP 429"
            + " insufficient_quota",
        "`429`, `{\"error\":{\"message\":\"Request too large for"
            + " gpt-4\",\"code\":\"rate_limit_exceeded\"}}`, REQUEST_TOO_LARGE, HTTP 429"
            + " rate_limit_exceeded",
        "`429`, `{\"error\":{\"message\":\"Rate limit reached for gpt-4o on tokens per min (TPM):"
            + " Limit 30000, Used 29000, Requested 4000.\",\"type\":\"tokens\"}}`, RATE_LIMITED,"
            + " HTTP 429 tokens",
        "`429`, `{\"error\":{\"message\":\"Rate limit reached for gpt-4o on tokens per min (TPM):"
            + " Limit 30000, Requested 45021.\",\"type\":\"tokens\"}}`, REQUEST_TOO_LARGE,"
            + " HTTP 429 tokens",
        "409, {}, OVERLOADED, HTTP 409",
        "500, oops <html>, SERVER_ERROR, HTTP 500",
        "502, ``, SERVER_ERROR, HTTP 502",
        "503, {}, OVERLOADED, HTTP 503",
        "529, {}, OVERLOADED, HTTP 529",
        "307, {}, INVALID_REQUEST, HTTP 307"
      })
  void classifiesFailures(int status, String body, FailureKind kind, String detail)
      throws Exception {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());

    Failed<ModelResponse> failed = failed(send(client()));

    assertThat(failed.failure()).isEqualTo(Failure.of(kind, detail));
    assertThat(failed.usage()).isEqualTo(Usage.NONE);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after-ms, 1500, PT1.5S",
    "Retry-After, 7, PT7S",
    "Retry-After, 0.25, PT0.25S",
    "Retry-After, 'Sun, 01 Mar 2026 12:00:30 GMT', PT30S",
    "Retry-After, 'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
    "Retry-After, 999999999, PT24H",
    "Retry-After, soon, ",
    "Retry-After, -5, "
  })
  void tellsWhenToComeBack(String header, String value, @Nullable Duration wait) throws Exception {
    server.enqueue(new MockResponse.Builder().code(429).setHeader(header, value).build());

    assertThat(failed(send(client())).failure().retryAfter()).isEqualTo(wait);
  }

  @Test
  void makesOneAttemptEvenWhenTheServerWantsAnother() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build());
    server.enqueue(stream(text("hi") + FINISHED));

    assertThat(failed(send(client())).failure().kind()).isEqualTo(OVERLOADED);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"code\":\"rate_limit_exceeded\"}} | RATE_LIMITED",
        "{\"error\":{\"code\":502,\"message\":\"upstream\"}} | SERVER_ERROR",
        "{\"error\":{\"code\":429}} | RATE_LIMITED",
        "{\"error\":\"boom\"} | SERVER_ERROR",
        "{\"error\":{\"type\":\"overloaded_error\"}} | OVERLOADED"
      })
  void findsAnErrorInsideAnAnswer(String error, FailureKind kind) throws Exception {
    server.enqueue(whole(error));
    server.enqueue(stream(text("begun") + "data: " + error + "\n\n" + DONE));

    assertThat(failed(send(client())).failure().kind()).isEqualTo(kind);
    Failed<ModelResponse> midway = failed(send(client()));

    assertThat(midway.failure().kind()).isEqualTo(kind);
    assertThat(midway.usage().estimated()).isTrue();
    assertThat(midway.usage().outputTokens()).isPositive();
  }

  @Test
  void neverRepeatsWhatAProviderQuotes() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(400)
            .body(
                "{\"error\":{\"message\":\"bad: the-secret-prompt key-1\","
                    + "\"code\":\"the-secret-prompt with spaces\",\"type\":\"t\"}}")
            .build());

    assertThat(failed(send(client())).failure().detail()).isEqualTo("HTTP 400 t");
  }

  // Failures that nobody tells.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>hello</html>",
        "{\"choices\":[",
        "",
        "[]",
        "{\"choices\":[]}",
        "{}",
        "42",
        "nullnull"
      })
  void refusesAnswersThatAreNone(String body) throws Exception {
    server.enqueue(whole(body));

    Failed<ModelResponse> failed = failed(send(client()));

    assertThat(failed.failure().kind()).isEqualTo(MALFORMED_RESPONSE);
    assertThat(failed.usage().estimated()).isTrue();
  }

  @Test
  void refusesAStreamOfNoJson() throws Exception {
    server.enqueue(stream(text("ok") + "data: {broken\n\n"));

    assertThat(failed(send(client())).failure().kind()).isEqualTo(MALFORMED_RESPONSE);
  }

  @Test
  void refusesAnEndlessAnswer() throws Exception {
    String endless = text("x".repeat(5_000)).repeat(5);
    server.enqueue(stream("").newBuilder().chunkedBody(endless, 1_000).build());

    Failed<ModelResponse> failed =
        failed(send(client(settings(base()).withMaxResponseBytes(10_000))));

    assertThat(failed.failure()).isEqualTo(Failure.of(RESPONSE_TOO_LARGE, "more than 10000 bytes"));
    assertThat(failed.usage().outputTokens()).isPositive();
  }

  @Test
  void readsNoMoreOfAnErrorThanItNeeds() throws Exception {
    server.enqueue(new MockResponse.Builder().code(500).body("x".repeat(200_000)).build());

    assertThat(failed(send(client(settings(base()).withMaxResponseBytes(10_000)))).failure().kind())
        .isEqualTo(SERVER_ERROR);
  }

  @Test
  void estimatesWhatACutStreamCosts() throws Exception {
    try (RawServer cut = new RawServer(head() + text("Hello there"), RawServer.End.CLOSE)) {
      Failed<ModelResponse> failed = failed(send(client(settings(cut.url()))));

      assertThat(failed.failure().kind()).isEqualTo(CUT_STREAM);
      assertThat(failed.usage().estimated()).isTrue();
      assertThat(failed.usage().outputTokens()).isEqualTo(2);
      assertThat(failed.usage().inputTokens()).isPositive();
      assertThat(failed.timing().timeToFirstToken()).isNotNull();
    }
  }

  @Test
  void keepsAnAnswerThatIsCutOnlyAfterItsEnd() throws Exception {
    String whole = text("Hi") + FINISHED;
    String chunked = Integer.toHexString(whole.length()) + "\r\n" + whole + "\r\n";
    String head = head().replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n");
    try (RawServer cut = new RawServer(head + chunked, RawServer.End.RESET)) {
      assertThat(succeeded(send(client(settings(cut.url())))).value().text()).isEqualTo("Hi");
    }
  }

  @Test
  void tellsAResetBeforeAnAnswerFromACutOne() throws Exception {
    try (RawServer reset = new RawServer("", RawServer.End.RESET);
        RawServer closed = new RawServer("HTTP/1.1 20", RawServer.End.CLOSE);
        RawServer short_ =
            new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", RawServer.End.CLOSE)) {
      assertThat(failed(send(client(settings(reset.url())))).failure().kind())
          .isEqualTo(CONNECTION);
      assertThat(failed(send(client(settings(closed.url())))).failure().kind())
          .isEqualTo(CONNECTION);
      assertThat(failed(send(client(settings(short_.url())))).failure().kind())
          .isEqualTo(CUT_STREAM);
      assertThat(reset.requests()).isEqualTo(1);
    }
  }

  @Test
  void cannotReachWhatIsNotThere() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    Failed<ModelResponse> failed = failed(send(client(settings("http://127.0.0.1:" + port))));

    assertThat(failed.failure().kind()).isEqualTo(CONNECTION);
    assertThat(failed.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void givesUpWhenTheTimeIsOver() throws Exception {
    try (RawServer silent = new RawServer("", RawServer.End.HANG);
        RawServer slow = new RawServer(head() + text("Hello there"), RawServer.End.HANG)) {
      ModelRequest request = request("c", Duration.ofMillis(300));

      Failed<ModelResponse> nothing = failed(await(client(settings(silent.url())).send(request)));
      Failed<ModelResponse> half = failed(await(client(settings(slow.url())).send(request)));

      assertThat(nothing.failure().kind()).isEqualTo(TIMEOUT);
      assertThat(nothing.usage().inputTokens()).isPositive();
      assertThat(nothing.usage().outputTokens()).isZero();
      assertThat(half.failure().kind()).isEqualTo(TIMEOUT);
      assertThat(half.usage().outputTokens()).isEqualTo(2);
    }
  }

  @Test
  void hangsUpWhenTheFutureIsCancelled() throws Exception {
    try (RawServer slow = new RawServer(head() + text("Hello"), RawServer.End.HANG)) {
      CompletableFuture<Outcome<ModelResponse>> future =
          client(settings(slow.url())).send(request("c"));
      assertThat(slow.awaitAnswered()).isTrue();

      future.cancel(true);

      assertThat(slow.awaitClientGone()).isTrue();
      assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void endsWhatIsInFlightWhenClosed() throws Exception {
    try (RawServer slow = new RawServer(head() + text("Hello"), RawServer.End.HANG)) {
      HttpModelClient client = client(settings(slow.url()));
      CompletableFuture<Outcome<ModelResponse>> inFlight = client.send(request("c"));
      assertThat(slow.awaitAnswered()).isTrue();

      client.close();

      assertThat(failed(await(inFlight)).failure().kind()).isEqualTo(CANCELLED);
      assertThat(failed(await(client.send(request("d")))).failure().kind()).isEqualTo(CANCELLED);
    }
  }

  // Words of these stories.

  private HttpModelClient client() {
    return client(settings(base()));
  }

  private HttpModelClient client(HttpModelSettings settings) {
    return client(settings, new OpenAiChat());
  }

  private HttpModelClient client(HttpModelSettings settings, OpenAiChat protocol) {
    if (open != null) {
      open.close();
    }
    open = new HttpModelClient(settings, protocol, NOON);
    return open;
  }

  private String base() {
    return server.url("/v1").toString();
  }

  private static HttpModelSettings settings(String url) {
    return HttpModelSettings.of("test", url, () -> "key-1");
  }

  private static Outcome<ModelResponse> send(HttpModelClient client) throws Exception {
    return await(client.send(request("call-1")));
  }

  private static Outcome<ModelResponse> await(CompletableFuture<Outcome<ModelResponse>> future)
      throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static ModelRequest request(String callId) {
    return request(callId, Duration.ofSeconds(10));
  }

  private static ModelRequest request(String callId, Duration timeout) {
    return new ModelRequest(
        callId,
        "gpt-4o",
        List.of(new UserMessage(SECRET_PROMPT)),
        List.of(),
        64,
        null,
        null,
        timeout);
  }

  private static Succeeded<ModelResponse> succeeded(Outcome<ModelResponse> outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (Succeeded<ModelResponse>) outcome;
  }

  private static Failed<ModelResponse> failed(Outcome<ModelResponse> outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    assertThat(outcome.toString()).doesNotContain(SECRET_PROMPT).doesNotContain("key-1");
    return (Failed<ModelResponse>) outcome;
  }

  private static MockResponse stream(String events) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "text/event-stream; charset=utf-8")
        .body(events)
        .build();
  }

  private static MockResponse whole(String body) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  private static String head() {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  }

  private static String text(String text) {
    return chunk("{\"content\":\"" + text + "\"}");
  }

  private static String tool(String fragment) {
    return chunk("{\"tool_calls\":[" + fragment + "]}");
  }

  private static String chunk(String delta) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n";
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
