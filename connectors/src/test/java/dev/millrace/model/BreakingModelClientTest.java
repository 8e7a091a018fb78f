// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.MicrometerCallMetrics;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider behind its breakers; the test is the provider. */
class BreakingModelClientTest {
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(4, 0.5, 2, Duration.ofSeconds(10));
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<CompletableFuture<Outcome<ModelResponse>>> sent = new ArrayList<>();
  private long nowNanos;
  private final BreakingModelClient models =
      new BreakingModelClient(
          new Provider(), "p", SETTINGS, new MicrometerCallMetrics(registry), () -> nowNanos);

  /** Decided for each kind: a new one does not compile until it is decided too. */
  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void kindsOfFailuresCountOrDoNot(FailureKind kind) {
    boolean counts =
        switch (kind) {
          case TIMEOUT, CONNECTION, OVERLOADED, SERVER_ERROR, CUT_STREAM, MALFORMED_RESPONSE ->
              true;
          case RATE_LIMITED,
              CIRCUIT_OPEN,
              UNAUTHORIZED,
              QUOTA_EXHAUSTED,
              UNKNOWN_MODEL,
              REQUEST_TOO_LARGE,
              CONTENT_FILTERED,
              INVALID_REQUEST,
              RESPONSE_TOO_LARGE,
              UNKNOWN_TOOL,
              INVALID_ARGUMENTS,
              NOT_PERMITTED,
              TOOL_ERROR,
              CANCELLED,
              OVER_BUDGET,
              UNKNOWN_OUTCOME ->
              false;
        };

    fail(models.send(request("m")), kind);
    fail(models.send(request("m")), kind);
    var third = models.send(request("m"));

    assertThat(third.isDone()).isEqualTo(counts);
  }

  @Test
  void anOpenBreakerFailsCallsAtOnceUnsentUnbilledAndSaysWhenToComeBack() {
    open("m");
    nowNanos += Duration.ofSeconds(4).toNanos();

    Outcome<ModelResponse> outcome = models.send(request("m")).join();

    assertThat(sent).hasSize(2);
    Failure failure = ((Outcome.Failed<ModelResponse>) outcome).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.CIRCUIT_OPEN);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(6));
    assertThat(outcome.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void eachModelHasABreakerOfItsOwn() {
    open("m");
    assertThat(models.send(request("other"))).isNotDone();
  }

  @Test
  void afterItsTimeOneCallGoesThroughAndItsAnswerLetsAllThrough() {
    open("m");
    nowNanos += SETTINGS.open().toNanos();

    var probe = models.send(request("m"));
    assertThat(models.send(request("m"))).isDone();
    answer(probe);

    assertThat(models.send(request("m"))).isNotDone();
    assertThat(models.send(request("m"))).isNotDone();
  }

  @Test
  void whoCanDoWithoutIsToldThatAProbeIsNotForHim() {
    assertThat(models.takes("m")).isTrue();
    open("m");
    assertThat(models.takes("m")).isFalse();
    assertThat(models.takes("other")).isTrue();
    nowNanos += SETTINGS.open().toNanos();
    assertThat(models.takes("m")).isFalse();

    answer(models.send(request("m")));

    assertThat(models.takes("m")).isTrue();
  }

  @Test
  void aCancelReachesTheProviderAndCountsForNothing() {
    for (int i = 0; i < 10; i++) {
      models.send(request("m")).cancel(true);
    }
    assertThat(sent).hasSize(10).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void aCallThatIsCalledOffWhenItsTimeIsUpHasTimedOut() {
    var first = models.send(request("m"));
    var second = models.send(request("m"));
    nowNanos += LIMIT.minusMillis(2).toNanos();

    first.cancel(true);
    second.cancel(true);

    assertThat(models.send(request("m"))).isDone();
  }

  @Test
  void aCallThatHadLittleTimeAndTimedOutSaysNothing() {
    answer(models.send(request("m")));
    for (int i = 0; i < 10; i++) {
      fail(models.send(request("m", LIMIT.dividedBy(5))), FailureKind.TIMEOUT);
    }
    assertThat(models.send(request("m"))).isNotDone();
  }

  @Test
  void aCallThatHadLittleTimeAndBrokeCountsLikeAnyOther() {
    answer(models.send(request("m")));
    for (int i = 0; i < 2; i++) {
      fail(models.send(request("m", LIMIT.dividedBy(5))), FailureKind.CONNECTION);
    }
    assertThat(models.send(request("m"))).isDone();
  }

  @Test
  void measuresItsStateAndWhatItRefuses() {
    open("m");
    assertThat(state("open")).isEqualTo(1);
    assertThat(state("closed")).isZero();
    var unused = models.send(request("m"));
    assertThat(registry.get("millrace.model.refused").tags("model", "m").counter().count())
        .isEqualTo(1);
    nowNanos += SETTINGS.open().toNanos();
    var probe = models.send(request("m"));
    assertThat(state("half_open")).isEqualTo(1);
    assertThat(state("open")).isZero();
    answer(probe);
    assertThat(state("closed")).isEqualTo(1);
  }

  @Test
  void aClientThatIsGoneKeepsNobodyOut() {
    open("m");
    models.close();
    assertThat(state("closed")).isEqualTo(1);
    assertThat(state("open")).isZero();
  }

  private double state(String state) {
    return registry
        .get("millrace.model.breaker")
        .tags("provider", "p", "model", "m", "state", state)
        .gauge()
        .value();
  }

  private void open(String model) {
    fail(models.send(request(model)), FailureKind.CONNECTION);
    fail(models.send(request(model)), FailureKind.CONNECTION);
  }

  private static void fail(CompletableFuture<Outcome<ModelResponse>> call, FailureKind kind) {
    call.complete(Outcome.failed(Failure.of(kind, ""), Timing.NONE));
  }

  private static void answer(CompletableFuture<Outcome<ModelResponse>> call) {
    ModelResponse hi = new ModelResponse("hi", List.of(), ModelResponse.FinishReason.STOP, "m");
    call.complete(new Outcome.Succeeded<>(hi, Usage.of(1, 1), Timing.NONE));
  }

  private static ModelRequest request(String model) {
    return request(model, LIMIT);
  }

  private static ModelRequest request(String model, Duration timeout) {
    return new ModelRequest("c", model, List.of(), List.of(), 1, null, null, timeout);
  }

  private final class Provider implements ModelClient {
    @Override
    public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
      CompletableFuture<Outcome<ModelResponse>> call = new CompletableFuture<>();
      sent.add(call);
      return call;
    }

    @Override
    public void close() {}
  }
}
