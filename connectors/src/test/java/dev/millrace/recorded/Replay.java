// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.embedding.EmbeddingRequest;
import dev.millrace.embedding.EmbeddingRequest.Encoding;
import dev.millrace.embedding.EmbeddingResponse;
import dev.millrace.embedding.OpenAiEmbeddings;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.Protocol;
import dev.millrace.model.ToolUse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockWebServer;

/**
 * A server that answers as was recorded, and our clients that ask it: what they read is held
 * against what the recording says.
 */
public final class Replay implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final MockWebServer server = new MockWebServer();
  private final HttpModelSettings settings;
  private final OpenAiEmbeddings embeddings;
  private final Map<WireProtocol, HttpModelClient> models = new EnumMap<>(WireProtocol.class);

  public Replay() throws IOException {
    server.start();
    settings = HttpModelSettings.of("recorded", server.url("/v1").toString(), () -> "");
    embeddings = new OpenAiEmbeddings(settings, InstantSource.system());
    for (WireProtocol each : WireProtocol.values()) {
      Protocol protocol = each.protocol();
      if (protocol != null) {
        models.put(each, new HttpModelClient(settings, protocol, InstantSource.system()));
      }
    }
  }

  /**
   * Plays an exchange of a protocol that is offered.
   *
   * @return where our client reads something else than was recorded; empty if they agree
   */
  public List<Disagreement> play(WireProtocol protocol, RecordedExchange exchange)
      throws IOException {
    server.enqueue(exchange.response());
    Reading read = protocol == WireProtocol.EMBEDDINGS ? embed(exchange) : ask(protocol, exchange);
    return protocol.told(exchange).disagreements(exchange.source(), read);
  }

  private Reading ask(WireProtocol protocol, RecordedExchange exchange) throws IOException {
    HttpModelClient client = Objects.requireNonNull(models.get(protocol));
    boolean streaming = exchange.isStream();
    ModelRequest request =
        new ModelRequest(
                "call-1",
                exchange.request().path("model").asText("model"),
                List.of(new UserMessage("hello")),
                List.of(),
                64,
                null,
                null,
                TIMEOUT)
            .withOptions(ModelOptions.DEFAULT.withStreaming(streaming));
    Outcome<ModelResponse> outcome = await(client.send(request));
    return outcome instanceof Succeeded<ModelResponse> succeeded
        ? usage(reading(succeeded.value()), outcome.usage())
        : failed(outcome);
  }

  private Reading embed(RecordedExchange exchange) throws IOException {
    int texts =
        exchange.request().path("input").isArray() ? exchange.request().path("input").size() : 1;
    EmbeddingRequest request =
        new EmbeddingRequest(
            exchange.request().path("model").asText(),
            Collections.nCopies(texts, "hello"),
            null,
            Encoding.FLOAT,
            TIMEOUT);
    Outcome<EmbeddingResponse> outcome = await(embeddings.send(request));
    return outcome instanceof Succeeded<EmbeddingResponse> succeeded
        ? usage(ToldVectors.of(succeeded.value()), outcome.usage())
        : failed(outcome);
  }

  private static Reading reading(ModelResponse answer) throws IOException {
    Reading reading = Reading.answered().text(answer.text());
    StringBuilder signatures = new StringBuilder();
    for (ToolUse use : answer.toolUses()) {
      signatures.append(use.signature());
      reading.toolCall(use.id(), use.name(), use.arguments());
    }
    reading.put("signatures", signatures);
    return reading.put("finish_reason", answer.finishReason()).put("model", answer.model());
  }

  private static Reading usage(Reading reading, Usage usage) {
    return reading
        .usageTold(!usage.estimated())
        .usage("input", usage.inputTokens())
        .usage("output", usage.outputTokens())
        .usage("cache_read", usage.cacheReadInputTokens())
        .usage("cache_write", usage.cacheWriteInputTokens())
        .usage("cache_write_1h", usage.cacheWrite1hInputTokens())
        .usage("reasoning", usage.reasoningOutputTokens())
        .usage("rejected_prediction", usage.rejectedPredictionTokens());
  }

  private static Reading failed(Outcome<?> outcome) {
    return Reading.failed(((Failed<?>) outcome).failure().kind());
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return future.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("our client did not come to an outcome", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    models.values().forEach(HttpModelClient::close);
    embeddings.close();
    server.close();
  }
}
