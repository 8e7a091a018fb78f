// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.model.MeteredModelClient;
import dev.millrace.model.ModelClient;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.tool.MeteredToolClient;
import dev.millrace.tool.ToolClient;
import dev.millrace.tool.ToolRequest;
import dev.millrace.tool.ToolResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
  private static final ModelRequest REQUEST =
      new ModelRequest("c", "m", List.of(), List.of(), 1, null, null, Duration.ofSeconds(1));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CallMetrics metrics = new MicrometerCallMetrics(registry);

  @Test
  void measuresAnAnswerOfAModel() {
    ModelResponse response = new ModelResponse("hi", List.of(), FinishReason.STOP, "m");
    Timing timing = new Timing(Duration.ofMillis(900), Duration.ofMillis(200));
    FakeModels models = new FakeModels();
    models.next.complete(new Succeeded<>(response, new Usage(10, 5, 4, 0, 0, false), timing));

    var sent = new MeteredModelClient(models, "p", metrics).send(REQUEST);

    assertThat(sent).isSameAs(models.next);
    assertThat(modelAttempts("succeeded")).isEqualTo(900);
    assertThat(
            registry
                .get("millrace.model.first.token")
                .tags("provider", "p", "model", "m")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(200);
    assertThat(tokens("input")).isEqualTo(10);
    assertThat(tokens("output")).isEqualTo(5);
    assertThat(tokens("cache_read_input")).isEqualTo(4);
  }

  @Test
  void measuresThePartsOfAnAttemptAndTheTimeOfAToken() {
    ModelResponse response = new ModelResponse("hi", List.of(), FinishReason.STOP, "m");
    Map<TimePart, Duration> parts =
        Map.of(TimePart.FIRST_BYTE, Duration.ofMillis(150), TimePart.BODY, Duration.ofMillis(750));
    Usage usage = new Usage(10, 36, 0, 0, 0, false);
    Timing timing =
        new Timing(Duration.ofMillis(900), Duration.ofMillis(200), null, parts).withTokens(usage);
    FakeModels models = new FakeModels();
    models.next.complete(new Succeeded<>(response, usage, timing));

    var unused = new MeteredModelClient(models, "p", metrics).send(REQUEST);

    assertThat(total("millrace.model.per.token", "model", "m")).isEqualTo(20);
    assertThat(total("millrace.model.part", "part", "first_byte")).isEqualTo(150);
    assertThat(total("millrace.model.part", "part", "body")).isEqualTo(750);
    assertThat(registry.find("millrace.model.part").tag("part", "connect").timer()).isNull();
  }

  @Test
  void aTokensTimeIsNotGuessed() {
    Timing stream = new Timing(Duration.ofMillis(900), Duration.ofMillis(200));
    Usage oneToken = Usage.of(10, 1);
    Usage thought = Usage.of(10, 0).withOutput(100, 80);

    assertThat(stream.withTokens(oneToken).timePerToken()).isNull();
    assertThat(stream.withTokens(thought).timePerToken()).isNull();
    assertThat(Timing.NONE.withTokens(Usage.of(10, 100)).timePerToken()).isNull();
  }

  @Test
  void measuresFailuresByKind() {
    FakeModels models = new FakeModels();
    models.next.complete(
        new Failed<>(
            Failure.of(FailureKind.RATE_LIMITED, "HTTP 429"),
            Usage.NONE,
            new Timing(Duration.ofMillis(30), null)));

    var unused = new MeteredModelClient(models, "p", metrics).send(REQUEST);

    assertThat(modelAttempts("rate_limited")).isEqualTo(30);
  }

  @Test
  void measuresWhatIsCancelled() {
    FakeModels models = new FakeModels();

    new MeteredModelClient(models, "p", metrics).send(REQUEST).cancel(true);

    assertThat(models.next).isCancelled();
    assertThat(registry.get("millrace.model.attempt").tag("outcome", "abandoned").timer().count())
        .isEqualTo(1);
  }

  @Test
  void measuresTools() {
    FakeTool tool = new FakeTool();
    MeteredToolClient metered = new MeteredToolClient(tool, "search", metrics);
    ToolRequest request = new ToolRequest("c", "t", "", "{}", Duration.ofSeconds(1));

    var unused = metered.send(request);
    tool.next.complete(
        new Succeeded<>(
            new ToolResponse("{}", 1), Usage.NONE, new Timing(Duration.ofMillis(40), null)));
    metered.close();

    assertThat(registry.find("millrace.tool.part").timer()).isNull();
    assertThat(
            registry
                .get("millrace.tool.attempt")
                .tags("tool", "search", "outcome", "succeeded")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(40);
    assertThat(tool.closed).isTrue();
  }

  private double modelAttempts(String outcome) {
    return registry
        .get("millrace.model.attempt")
        .tags("provider", "p", "model", "m", "outcome", outcome)
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }

  private double total(String timer, String tag, String value) {
    return registry.get(timer).tag(tag, value).timer().totalTime(TimeUnit.MILLISECONDS);
  }

  private double tokens(String type) {
    return registry.get("millrace.model.tokens").tags("type", type).counter().count();
  }

  private static final class FakeModels implements ModelClient {
    final CompletableFuture<Outcome<ModelResponse>> next = new CompletableFuture<>();

    @Override
    public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
      return next;
    }

    @Override
    public void close() {}
  }

  private static final class FakeTool implements ToolClient {
    final CompletableFuture<Outcome<ToolResponse>> next = new CompletableFuture<>();
    boolean closed;

    @Override
    public CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request) {
      return next;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
