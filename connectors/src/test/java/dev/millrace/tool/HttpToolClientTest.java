// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static dev.millrace.call.FailureKind.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.http.RawServer;
import dev.millrace.token.TokenCounter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpToolClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TokenCounter TOKENS = TokenCounter.forModel("gpt-4o");
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private final MockWebServer server = new MockWebServer();
  private final List<HttpToolClient> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    open.forEach(HttpToolClient::close);
    server.close();
  }

  @Test
  void fillsUrlQueryAndHeaders() throws Exception {
    server.enqueue(ok("{\"name\":\"Ann\"}"));
    HttpToolClient tool =
        tool(
            "GET",
            "/users/{{id}}?v=1",
            Map.of("q", "{{q}}", "none", "{{gone}}"),
            Map.of("X-Tenant", "{{call.tenant}}", "X-User", "{{call.user}}", "X-Key", "secret"),
            null,
            Map.of());

    Succeeded<ToolResponse> found = succeeded(send(tool, "{\"id\":\"a/b\",\"q\":\"x & y=z\"}"));

    RecordedRequest sent = server.takeRequest();
    assertThat(sent.getTarget()).isEqualTo("/users/a%2Fb?v=1&q=x%20%26%20y%3Dz");
    assertThat(sent.getHeaders().get("X-Tenant")).isEqualTo("acme");
    assertThat(sent.getHeaders().get("X-User")).isNull();
    assertThat(sent.getHeaders().get("X-Key")).isEqualTo("secret");
    assertThat(sent.getHeaders().get("Idempotency-Key")).isEqualTo("run/0/1");
    assertThat(found.value().content()).isEqualTo("{\"name\":\"Ann\"}");
    assertThat(found.value().tokens()).isEqualTo(TOKENS.count("{\"name\":\"Ann\"}"));
  }

  @Test
  void sendsABodyBuiltFromArguments() throws Exception {
    server.enqueue(ok(""));
    JsonNode body =
        json("{\"order\":{\"lines\":\"{{lines}}\",\"note\":\"{{note}}\"},\"by\":\"{{call.id}}\"}");

    succeeded(
        send(
            tool("POST", "/orders", body),
            "{\"lines\":[{\"n\":1.10}],\"call\":{\"id\":\"forged\"}}"));

    RecordedRequest sent = server.takeRequest();
    assertThat(sent.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(sent.getBody().utf8())
        .isEqualTo("{\"order\":{\"lines\":[{\"n\":1.10}]},\"by\":\"run/0/1\"}");
  }

  @Test
  void sendsTheArgumentsThemselvesWhereNoBodyIsNamed() throws Exception {
    server.enqueue(ok("{}"));

    succeeded(send(tool("POST", "/orders", null), "{\"n\":1}"));

    assertThat(server.takeRequest().getBody().utf8()).isEqualTo("{\"n\":1}");
  }

  @Test
  void picksWhatIsNamed() throws Exception {
    server.enqueue(ok("{\"items\":[{\"price\":1.10,\"x\":\"long\"}],\"page\":1}"));
    HttpToolClient tool =
        tool("GET", "/", Map.of(), Map.of(), null, Map.of("price", "/items/0/price", "no", "/no"));

    assertThat(succeeded(send(tool, "{}")).value().content()).isEqualTo("{\"price\":1.10}");
  }

  @Test
  void returnsPlainTextAsItIs() throws Exception {
    server.enqueue(ok("sunny, 21 \u00b0C"));

    assertThat(succeeded(send(tool("GET", "/"), "{}")).value().content())
        .isEqualTo("sunny, 21 \u00b0C");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"a\":", "{} trailing"})
  void cannotPickFromWhatIsNoJson(String body) throws Exception {
    server.enqueue(ok(body));
    HttpToolClient tool = tool("GET", "/", Map.of(), Map.of(), null, Map.of("a", "/a"));

    Outcome<ToolResponse> outcome = send(tool, "{}");

    if (body.isEmpty()) {
      assertThat(succeeded(outcome).value().content()).isEqualTo("{}");
    } else {
      assertThat(failed(outcome).kind()).isEqualTo(MALFORMED_RESPONSE);
    }
  }

  // What arguments cannot do.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":\"\"}",
        "{\"id\":\"..\"}",
        "{\"id\":\".\"}",
        "{\"id\":null}",
        "[1]",
        "no json",
        "",
        "null",
        "{\"id\":\"a\",\"id\":\"b\"}"
      })
  void neverSendsARequestForAnotherResource(String arguments) throws Exception {
    assertThat(failed(send(tool("GET", "/users/{{id}}"), arguments)).kind())
        .isEqualTo(INVALID_ARGUMENTS);
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void neverClimbsByTwoValuesSideBySide() throws Exception {
    HttpToolClient tool = tool("GET", "/a/{{x}}{{y}}/b");

    assertThat(failed(send(tool, "{\"x\":\".\",\"y\":\".\"}")).kind()).isEqualTo(INVALID_ARGUMENTS);
    assertThat(failed(send(tool("GET", "/a/.{{z}}"), "{\"z\":\".\"}")).kind())
        .isEqualTo(INVALID_ARGUMENTS);
  }

  @ParameterizedTest
  @CsvSource({
    "../../admin, ..%2F..%2Fadmin",
    "%2e%2e, %252e%252e",
    "a?b#c, a%3Fb%23c",
    "\\..\\x, %5C..%5Cx",
    "@evil.example, %40evil.example",
    "//evil.example/, %2F%2Fevil.example%2F"
  })
  void keepsArgumentsInTheirSegment(String value, String encoded) throws Exception {
    server.enqueue(ok("{}"));

    succeeded(
        send(tool("GET", "/users/{{id}}"), JSON.createObjectNode().put("id", value).toString()));

    assertThat(server.takeRequest().getTarget()).isEqualTo("/users/" + encoded);
  }

  @Test
  void refusesLineBreaksInHeaders() throws Exception {
    HttpToolClient tool = tool("GET", "/", Map.of(), Map.of("X-A", "{{a}}"), null, Map.of());

    assertThat(failed(send(tool, "{\"a\":\"x\\r\\nX-Admin: 1\"}")).kind())
        .isEqualTo(INVALID_ARGUMENTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{url}}",
        "https://{{host}}/x",
        "https://api.example{{x}}",
        "https://api.{{x}}.example/",
        "{{scheme}}://h/",
        "https://h:{{port}}/",
        "ftp://h/x",
        "no url"
      })
  void wantsSchemeAndHostLiteral(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpToolClient(HttpToolSettings.get("t", url), TOKENS, NOON));
  }

  @Test
  void refusesMethodsThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> tool("CONNECT", "/", null));
    assertThatIllegalArgumentException().isThrownBy(() -> tool("GET", "/", json("{}")));
  }

  @Test
  void neverShowsHeaders() {
    HttpToolSettings settings =
        new HttpToolSettings(
            "t",
            "GET",
            "http://h/",
            Map.of(),
            Map.of("Authorization", "Bearer s3cret"),
            null,
            Map.of(),
            Duration.ofSeconds(1),
            10,
            false);

    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  // What servers do.

  @Test
  void followsAReadWithinItsHost() throws Exception {
    server.enqueue(redirect("/elsewhere"));
    server.enqueue(ok("there"));

    assertThat(succeeded(send(tool("GET", "/"), "{}")).value().content()).isEqualTo("there");
  }

  @Test
  void refusesToBeLedToAnotherHost() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.start();
      server.enqueue(redirect(other.url("/").toString()));
      server.enqueue(redirect("file:///etc/passwd"));

      assertThat(failed(send(tool("GET", "/"), "{}")).kind()).isEqualTo(TOOL_ERROR);
      assertThat(failed(send(tool("GET", "/"), "{}")).kind()).isEqualTo(TOOL_ERROR);
      assertThat(other.getRequestCount()).isZero();
    }
  }

  @Test
  void neverSendsAWriteASecondTime() throws Exception {
    server.enqueue(redirect("/again"));

    assertThat(failed(send(tool("POST", "/", null), "{}")).detail())
        .isEqualTo("HTTP 307: redirect not followed");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void doesNotRunInCircles() throws Exception {
    for (int i = 0; i < 10; i++) {
      server.enqueue(redirect("/round"));
    }

    assertThat(failed(send(tool("GET", "/"), "{}")).kind()).isEqualTo(TOOL_ERROR);
    assertThat(server.getRequestCount()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "400, TOOL_ERROR, HTTP 400: bad request",
    "401, TOOL_ERROR, HTTP 401: not authorized",
    "404, TOOL_ERROR, HTTP 404: not found",
    "418, TOOL_ERROR, HTTP 418",
    "408, TIMEOUT, HTTP 408",
    "429, RATE_LIMITED, HTTP 429",
    "500, SERVER_ERROR, HTTP 500",
    "503, OVERLOADED, HTTP 503"
  })
  void classifiesFailures(int status, FailureKind kind, String detail) throws Exception {
    server.enqueue(new MockResponse.Builder().code(status).body("secret of the server").build());

    assertThat(failed(send(tool("GET", "/"), "{}"))).isEqualTo(Failure.of(kind, detail));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void tellsWhenToComeBack() throws Exception {
    server.enqueue(new MockResponse.Builder().code(429).setHeader("Retry-After", "3").build());

    assertThat(failed(send(tool("GET", "/"), "{}")).retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void refusesWhatIsTooLarge() throws Exception {
    server.enqueue(ok("x".repeat(2_000)));
    server.enqueue(new MockResponse.Builder().chunkedBody("x".repeat(2_000), 100).build());
    server.enqueue(bomb(5_000_000));
    HttpToolClient tool = tool(1_000);

    assertThat(failed(send(tool, "{}")).kind()).isEqualTo(RESPONSE_TOO_LARGE);
    assertThat(failed(send(tool, "{}")).kind()).isEqualTo(RESPONSE_TOO_LARGE);
    assertThat(failed(send(tool, "{}")).kind()).isEqualTo(RESPONSE_TOO_LARGE);
  }

  @Test
  void givesUpWhenTheTimeIsOver() throws Exception {
    try (RawServer silent = new RawServer("", RawServer.End.HANG)) {
      HttpToolClient tool =
          keep(new HttpToolClient(HttpToolSettings.get("t", silent.url() + "/"), TOKENS, NOON));

      Outcome<ToolResponse> outcome = await(tool.send(request("{}", Duration.ofMillis(200))));

      assertThat(failed(outcome).kind()).isEqualTo(TIMEOUT);
    }
  }

  @Test
  void hangsUpWhenTheFutureIsCancelled() throws Exception {
    try (RawServer silent = new RawServer("HTTP/1.1 200 OK\r\n\r\nx", RawServer.End.HANG)) {
      HttpToolClient tool =
          keep(new HttpToolClient(HttpToolSettings.get("t", silent.url() + "/"), TOKENS, NOON));
      CompletableFuture<Outcome<ToolResponse>> future =
          tool.send(request("{}", Duration.ofSeconds(20)));
      assertThat(silent.awaitAnswered()).isTrue();

      future.cancel(true);

      assertThat(silent.awaitClientGone()).isTrue();
    }
  }

  // Words of these stories.

  private HttpToolClient tool(String method, String path) {
    return tool(method, path, null);
  }

  private HttpToolClient tool(String method, String path, @Nullable JsonNode body) {
    return tool(method, path, Map.of(), Map.of(), body, Map.of());
  }

  private HttpToolClient tool(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      @Nullable JsonNode body,
      Map<String, String> pick) {
    String base = server.url("/").toString();
    String url = base.substring(0, base.length() - 1) + path;
    return keep(
        new HttpToolClient(
            new HttpToolSettings(
                "t",
                method,
                url,
                query,
                headers,
                body,
                pick,
                Duration.ofSeconds(5),
                1 << 20,
                false),
            TOKENS,
            NOON));
  }

  private HttpToolClient tool(int maxResponseBytes) {
    return keep(
        new HttpToolClient(
            new HttpToolSettings(
                "t",
                "GET",
                server.url("/").toString(),
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                Duration.ofSeconds(5),
                maxResponseBytes,
                false),
            TOKENS,
            NOON));
  }

  private HttpToolClient keep(HttpToolClient client) {
    open.add(client);
    return client;
  }

  private static ToolRequest request(String arguments, Duration timeout) {
    return new ToolRequest("run/0/1", "acme", "", arguments, timeout);
  }

  private static Outcome<ToolResponse> send(HttpToolClient tool, String arguments)
      throws Exception {
    return await(tool.send(request(arguments, Duration.ofSeconds(10))));
  }

  private static Outcome<ToolResponse> await(CompletableFuture<Outcome<ToolResponse>> future)
      throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static Succeeded<ToolResponse> succeeded(Outcome<ToolResponse> outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (Succeeded<ToolResponse>) outcome;
  }

  private static Failure failed(Outcome<ToolResponse> outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed<ToolResponse>) outcome).failure();
  }

  private static MockResponse ok(String body) {
    return new MockResponse.Builder().body(body).build();
  }

  private static MockResponse redirect(String location) {
    return new MockResponse.Builder().code(307).setHeader("Location", location).build();
  }

  private static MockResponse bomb(int bytes) throws Exception {
    Buffer zipped = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      sink.write(new byte[bytes]);
    }
    return new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body(zipped).build();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
