// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Message;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.token.TokenCounter;
import dev.millrace.tool.HttpToolClient;
import dev.millrace.tool.HttpToolSettings;
import dev.millrace.tool.ToolRequest;
import dev.millrace.tool.ToolResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that hang up on connections that we keep for the next call. */
class StaleConnectionsTest {
  private static final String CHUNK =
      """
      {"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}
      """;

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCallThatMayBeRepeatedIsMadeOverANewConnection() throws Exception {
    server.enqueue(thenHangsUp("{}"));
    server.enqueue(ok("{\"n\":2}"));
    try (HttpToolClient tool = tool("GET", false)) {
      send(tool);

      Outcome<ToolResponse> second = send(tool);

      assertThat(second).isInstanceOf(Outcome.Succeeded.class);
      assertThat(server.getRequestCount()).isEqualTo(2);
    }
  }

  @Test
  void aCallIsRepeatedOnceAndOnlyBecauseOfAnOldConnection() throws Exception {
    server.enqueue(ok("{}"));
    server.enqueue(hangsUpAtOnce());
    server.enqueue(hangsUpAtOnce());
    server.enqueue(hangsUpAtOnce());
    try (HttpToolClient tool = tool("GET", false)) {
      send(tool);

      Outcome<ToolResponse> overOldAndNew = send(tool);
      int afterTwo = server.getRequestCount();
      Outcome<ToolResponse> overNew = send(tool);

      assertThat(kind(overOldAndNew)).isEqualTo(FailureKind.CONNECTION);
      assertThat(afterTwo).isEqualTo(3);
      assertThat(kind(overNew)).isEqualTo(FailureKind.CONNECTION);
      assertThat(server.getRequestCount()).isEqualTo(4);
    }
  }

  @Test
  void aWriteThatMustNotComeTwiceIsNeverSentOverAnOldConnection() throws Exception {
    server.enqueue(ok("{}"));
    server.enqueue(hangsUpAtOnce());
    try (HttpToolClient tool = tool("POST", true)) {
      send(tool);

      Outcome<ToolResponse> cut = send(tool);

      assertThat(kind(cut)).isEqualTo(FailureKind.CONNECTION);
      assertThat(server.getRequestCount()).isEqualTo(2);
      assertThat(server.takeRequest().getConnectionIndex()).isZero();
      assertThat(server.takeRequest().getConnectionIndex()).isEqualTo(1);
    }
  }

  @Test
  void anAttemptOfAModelIsOneAttemptAndTheNextFindsNoOtherOldConnection() throws Exception {
    server.setDispatcher(new ThreeAtOnceThenHangUp());
    try (HttpModelClient model = model()) {
      List<CompletableFuture<Outcome<ModelResponse>>> warm =
          List.of(ask(model), ask(model), ask(model));
      for (CompletableFuture<Outcome<ModelResponse>> each : warm) {
        assertThat(await(each)).isInstanceOf(Outcome.Succeeded.class);
      }

      Outcome<ModelResponse> stale = await(ask(model));
      Outcome<ModelResponse> next = await(ask(model));

      assertThat(kind(stale)).isEqualTo(FailureKind.CONNECTION);
      assertThat(next).isInstanceOf(Outcome.Succeeded.class);
      assertThat(server.getRequestCount()).isEqualTo(4);
    }
  }

  /** So that there are three connections, and no call finds one that another has left. */
  private static final class ThreeAtOnceThenHangUp extends Dispatcher {
    private final CyclicBarrier together = new CyclicBarrier(3);

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
      if (request.getConnectionIndex() > 2) {
        return ok(CHUNK);
      }
      try {
        together.await(10, TimeUnit.SECONDS);
      } catch (java.util.concurrent.BrokenBarrierException
          | java.util.concurrent.TimeoutException e) {
        throw new IllegalStateException(e);
      }
      return thenHangsUp(CHUNK);
    }
  }

  // Words of these stories.

  private HttpToolClient tool(String method, boolean atMostOnce) {
    HttpToolSettings settings =
        new HttpToolSettings(
            "t",
            method,
            server.url("/").toString(),
            Map.of(),
            Map.of(),
            null,
            Map.of(),
            Duration.ofSeconds(5),
            1_000,
            atMostOnce);
    return new HttpToolClient(settings, TokenCounter.forModel(""), InstantSource.system());
  }

  private HttpModelClient model() {
    String url = server.url("/v1").toString();
    return new HttpModelClient(
        HttpModelSettings.of("m", url, () -> ""), new OpenAiChat(), InstantSource.system());
  }

  private static Outcome<ToolResponse> send(HttpToolClient tool) throws Exception {
    return await(tool.send(new ToolRequest("run/0/1", "acme", "", "{}", Duration.ofSeconds(10))));
  }

  private static CompletableFuture<Outcome<ModelResponse>> ask(HttpModelClient model) {
    return model.send(
        new ModelRequest(
            "run/0/1",
            "sim",
            List.of(new Message.UserMessage("Hello")),
            List.of(),
            10,
            null,
            null,
            Duration.ofSeconds(10)));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static FailureKind kind(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed<?>) outcome).failure().kind();
  }

  private static MockResponse ok(String body) {
    return new MockResponse.Builder().body(body).build();
  }

  private static MockResponse thenHangsUp(String body) {
    return new MockResponse.Builder()
        .body(body)
        .onResponseEnd(new SocketEffect.CloseSocket(true, true, true))
        .build();
  }

  private static MockResponse hangsUpAtOnce() {
    return new MockResponse.Builder()
        .onResponseStart(new SocketEffect.CloseSocket(true, true, true))
        .build();
  }
}
