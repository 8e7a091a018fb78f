// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static dev.millrace.call.FailureKind.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.call.Failure;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.token.TokenCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunctionToolClientTest {
  private final FunctionPool pool = new FunctionPool(1, 1);

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void returnsWhatTheFunctionReturns() throws Exception {
    Outcome<ToolResponse> outcome = send((arguments, request) -> done(arguments));

    ToolResponse response = ((Succeeded<ToolResponse>) outcome).value();
    assertThat(response.content()).isEqualTo("{\"a\":1.10}");
    assertThat(response.tokens()).isPositive();
  }

  @Test
  void picksWhatIsNamed() throws Exception {
    FunctionToolClient tool =
        new FunctionToolClient(
            named((a, r) -> done(a)), pool, Map.of("x", "/a"), 1_000, TokenCounter.forModel(""));

    Outcome<ToolResponse> outcome = await(tool.send(request(Duration.ofSeconds(10))));

    assertThat(((Succeeded<ToolResponse>) outcome).value().content()).isEqualTo("{\"x\":1.10}");
  }

  @Test
  void passesOnAToolsOwnWordsHoweverTheyCome() throws Exception {
    ToolException no = new ToolException("no such\n order");

    assertThat(
            failure(
                send(
                    (a, r) -> {
                      throw no;
                    })))
        .isEqualTo(Failure.of(TOOL_ERROR, "no such order"));
    assertThat(failure(send((a, r) -> CompletableFuture.failedStage(no))).kind())
        .isEqualTo(TOOL_ERROR);
    assertThat(
            failure(
                    send(
                        (a, r) ->
                            CompletableFuture.supplyAsync(() -> 1)
                                .thenCompose(x -> CompletableFuture.failedStage(no))))
                .detail())
        .isEqualTo("no such order");
  }

  @Test
  void keepsABugsWordsToItself() throws Exception {
    Failure expected = Failure.of(TOOL_ERROR, "the tool failed");

    assertThat(
            failure(
                send(
                    (a, r) -> {
                      throw new IllegalStateException("secret");
                    })))
        .isEqualTo(expected);
    assertThat(
            failure(send((a, r) -> CompletableFuture.failedStage(new RuntimeException("secret")))))
        .isEqualTo(expected);
    assertThat(
            failure(
                send(
                    (a, r) -> {
                      throw new StackOverflowError();
                    })))
        .isEqualTo(expected);
    assertThat(failure(send((a, r) -> returnsNothing()))).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsTooLarge() throws Exception {
    assertThat(failure(send((a, r) -> done(TextNode.valueOf("x".repeat(2_000))))).kind())
        .isEqualTo(RESPONSE_TOO_LARGE);
  }

  @Test
  void interruptsAFunctionWhoseTimeIsOver() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    FunctionToolClient tool = tool((a, r) -> waitUntil(new CountDownLatch(1), interrupted));

    Outcome<ToolResponse> outcome = await(tool.send(request(Duration.ofMillis(50))));

    assertThat(failure(outcome).kind()).isEqualTo(TIMEOUT);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusesMoreThanThereAreThreadsAndPlaces() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FunctionToolClient tool =
        tool(
            (a, r) -> {
              started.countDown();
              return waitUntil(release, new CountDownLatch(1));
            });

    var running = tool.send(request(Duration.ofSeconds(10)));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    var waiting = tool.send(request(Duration.ofSeconds(10)));
    assertThat(failure(await(tool.send(request(Duration.ofSeconds(10))))).kind())
        .isEqualTo(OVERLOADED);

    waiting.cancel(true);
    var inItsPlace = tool.send(request(Duration.ofSeconds(10)));
    release.countDown();

    assertThat(await(running)).isInstanceOf(Succeeded.class);
    assertThat(await(inItsPlace)).isInstanceOf(Succeeded.class);
  }

  @Test
  void interruptsAFunctionThatIsCancelled() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    FunctionToolClient tool =
        tool(
            (a, r) -> {
              started.countDown();
              return waitUntil(new CountDownLatch(1), interrupted);
            });
    var future = tool.send(request(Duration.ofSeconds(10)));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    future.cancel(true);

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsWhatIsInLineWhenThePoolCloses() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    FunctionToolClient tool =
        tool(
            (a, r) -> {
              started.countDown();
              return waitUntil(new CountDownLatch(1), new CountDownLatch(1));
            });
    var running = tool.send(request(Duration.ofSeconds(10)));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    var waiting = tool.send(request(Duration.ofSeconds(10)));

    pool.close();

    assertThat(failure(await(waiting)).kind()).isEqualTo(CANCELLED);
    assertThat(await(running)).isNotNull();
    assertThat(failure(await(tool.send(request(Duration.ofSeconds(10))))).kind())
        .isEqualTo(OVERLOADED);
  }

  @Test
  void findsTheBuiltInFunctions() {
    assertThat(ToolFunctions.load().names()).contains("calculate");
    assertThatThrownBy(() -> ToolFunctions.load().get("nothing"))
        .isInstanceOf(MissingToolFunctionException.class)
        .hasMessageContaining("no tool function nothing");
  }

  @Test
  void refusesTwoFunctionsOfOneName() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ToolFunctions.of(List.of(new CalculateFunction(), new CalculateFunction())))
        .withMessageContaining("calculate");
  }

  private interface Body {
    CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) throws ToolException;
  }

  private static ToolFunction named(Body body) {
    return new ToolFunction() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request)
          throws ToolException {
        return body.call(arguments, request);
      }
    };
  }

  private FunctionToolClient tool(Body body) {
    return new FunctionToolClient(
        named(body), pool, Map.of(), 1_000, TokenCounter.forModel("gpt-4o"));
  }

  private Outcome<ToolResponse> send(Body body) throws Exception {
    return await(tool(body).send(request(Duration.ofSeconds(10))));
  }

  private static Outcome<ToolResponse> await(CompletableFuture<Outcome<ToolResponse>> future)
      throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static ToolRequest request(Duration timeout) {
    return new ToolRequest("c", "acme", "", "{\"a\":1.10}", timeout);
  }

  private static CompletionStage<JsonNode> done(JsonNode value) {
    return CompletableFuture.completedStage(value);
  }

  @SuppressWarnings("NullAway") // a tool's bug, on purpose
  private static CompletionStage<JsonNode> returnsNothing() {
    @Nullable CompletionStage<JsonNode> nothing = null;
    return nothing;
  }

  private static CompletionStage<JsonNode> waitUntil(
      CountDownLatch done, CountDownLatch interrupted) {
    try {
      done.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    return done(TextNode.valueOf("late"));
  }

  private static Failure failure(Outcome<ToolResponse> outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed<ToolResponse>) outcome).failure();
  }
}
