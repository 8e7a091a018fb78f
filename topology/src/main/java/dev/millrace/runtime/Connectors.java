// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Outcome;
import dev.millrace.embedding.Embedder;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.MeteredModelClient;
import dev.millrace.model.ModelClient;
import dev.millrace.model.OpenAiChatClient;
import dev.millrace.model.OpenAiChatSettings;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallResult;
import dev.millrace.token.TokenCounter;
import dev.millrace.tool.FunctionPool;
import dev.millrace.tool.FunctionToolClient;
import dev.millrace.tool.HttpToolClient;
import dev.millrace.tool.HttpToolSettings;
import dev.millrace.tool.MeteredToolClient;
import dev.millrace.tool.ToolClient;
import dev.millrace.tool.ToolFunctions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a pipeline: its providers, its tools and its embedder, each behind its own client.
 */
final class Connectors implements CallTransport, AutoCloseable {
  private static final int FUNCTION_THREADS = 16;

  private final Map<String, ModelClient> providers = new HashMap<>();
  private final Map<String, ModelClient> byModel = new HashMap<>();
  private final Map<String, ToolClient> tools = new HashMap<>();
  private final FunctionPool functions;
  private final @Nullable Embedder embedder;

  /**
   * @param embedder null if the pipeline compares no examples; closed by who made it
   * @throws dev.millrace.tool.MissingToolFunctionException if a Java tool is not on the class path
   */
  Connectors(
      Pipeline pipeline,
      @Nullable Embedder embedder,
      ToolFunctions available,
      CallMetrics metrics,
      InstantSource clock) {
    this.embedder = embedder;
    this.functions = new FunctionPool(FUNCTION_THREADS, pipeline.limits().maxInFlight());
    pipeline.providers().forEach((name, each) -> providers.put(name, model(each, metrics, clock)));
    for (ModelConfig model : pipeline.models().values()) {
      byModel.put(model.name(), Objects.requireNonNull(providers.get(model.provider())));
    }
    pipeline
        .tools()
        .forEach((name, each) -> tools.put(name, tool(each, available, metrics, clock)));
  }

  private static ModelClient model(Provider provider, CallMetrics metrics, InstantSource clock) {
    OpenAiChatSettings settings =
        OpenAiChatSettings.of(provider.name(), provider.url(), () -> provider.apiKey().value())
            .withHeaders(provider.headers())
            .withConnectTimeout(provider.connectTimeout());
    return new MeteredModelClient(new OpenAiChatClient(settings, clock), provider.name(), metrics);
  }

  private ToolClient tool(
      Tool tool, ToolFunctions available, CallMetrics metrics, InstantSource clock) {
    TokenCounter tokens = TokenCounter.forModel("");
    ToolClient client =
        tool.source() instanceof Tool.Http http
            ? new HttpToolClient(settings(tool, http), tokens, clock)
            : new FunctionToolClient(
                available.get(((Tool.JavaFunction) tool.source()).function()),
                functions,
                tool.pick(),
                tool.maxResponseBytes(),
                tokens);
    return new MeteredToolClient(client, tool.name(), metrics);
  }

  private static HttpToolSettings settings(Tool tool, Tool.Http http) {
    return new HttpToolSettings(
        tool.name(),
        http.method(),
        http.url(),
        http.query(),
        http.headers(),
        http.body(),
        tool.pick(),
        tool.timeout(),
        tool.maxResponseBytes(),
        tool.atMostOnce());
  }

  @Override
  public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
    if (call instanceof OutboundCall.ToModel model) {
      ModelClient client = Objects.requireNonNull(byModel.get(model.model()), model.model());
      return mapped(client.send(model.request()), CallResult.ModelAnswer::new);
    }
    if (call instanceof OutboundCall.ToTool tool) {
      ToolClient client = Objects.requireNonNull(tools.get(tool.tool()), tool.tool());
      return mapped(
          client.send(tool.request()),
          response -> new CallResult.ToolAnswer(response.content(), response.tokens(), false));
    }
    Embedder present = Objects.requireNonNull(embedder, "embedder");
    return mapped(present.embed(((OutboundCall.ToEmbedder) call).text()), CallResult.Vector::new);
  }

  /** The same outcome in the engine's words. A cancel of it reaches the call itself. */
  private static <T> CompletableFuture<Outcome<CallResult>> mapped(
      CompletableFuture<Outcome<T>> attempt, Function<T, CallResult> result) {
    CompletableFuture<Outcome<CallResult>> mapped = new CompletableFuture<>();
    CompletableFuture<?> unused =
        attempt.whenComplete(
            (outcome, error) -> {
              if (outcome == null) {
                mapped.completeExceptionally(Objects.requireNonNull(error));
              } else {
                mapped.complete(map(outcome, result));
              }
            });
    return cancelling(mapped, attempt);
  }

  private static <T> CompletableFuture<T> cancelling(
      CompletableFuture<T> future, CompletableFuture<?> attempt) {
    CompletableFuture<?> unused =
        future.whenComplete(
            (outcome, error) -> {
              if (future.isCancelled()) {
                attempt.cancel(true);
              }
            });
    return future;
  }

  private static <T> Outcome<CallResult> map(Outcome<T> outcome, Function<T, CallResult> result) {
    if (outcome instanceof Outcome.Succeeded<T> succeeded) {
      CallResult value = result.apply(succeeded.value());
      return new Outcome.Succeeded<>(value, outcome.usage(), outcome.timing());
    }
    Outcome.Failed<T> failed = (Outcome.Failed<T>) outcome;
    return new Outcome.Failed<>(failed.failure(), outcome.usage(), outcome.timing());
  }

  @Override
  public void close() {
    providers.values().forEach(ModelClient::close);
    tools.values().forEach(ToolClient::close);
    functions.close();
  }
}
