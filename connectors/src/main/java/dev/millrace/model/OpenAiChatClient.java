// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.Outcome;
import dev.millrace.http.HeaderValue;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpClients;
import dev.millrace.http.LazyBody;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A provider that speaks OpenAI's chat completions: OpenAI, Azure, vLLM, Ollama and many more.
 *
 * <p>Answers are streamed, which is how the time to the first token is known and how a cut answer
 * is told from a slow one. This class is thread-safe.
 */
public final class OpenAiChatClient implements ModelClient {
  private final OpenAiChatSettings settings;
  private final ChatRequestWriter writer;
  private final HttpUrl url;
  private final OkHttpClient http;
  private final InstantSource clock;

  /**
   * A client of its own connections and threads.
   *
   * @param clock to read dates in {@code Retry-After} by
   */
  public OpenAiChatClient(OpenAiChatSettings settings, InstantSource clock) {
    this(settings, "", clock);
  }

  /**
   * The same, which trusts certificates of its own.
   *
   * @param certificates in PEM; empty for those that Java trusts
   */
  public OpenAiChatClient(OpenAiChatSettings settings, String certificates, InstantSource clock) {
    this.settings = settings;
    this.writer = new ChatRequestWriter(settings);
    this.url =
        HttpUrl.get(settings.baseUrl()).newBuilder().addPathSegments("chat/completions").build();
    this.http =
        HttpClients.trusting(
            HttpClients.create("model-" + settings.name(), settings.connectTimeout()),
            certificates);
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
    ChatReader reader = new ChatReader(request, settings.maxResponseBytes(), clock);
    return HttpAttempt.once(http, httpRequest(request), request.timeout(), reader);
  }

  private Request httpRequest(ModelRequest request) {
    String callId = HeaderValue.encode(request.callId());
    Request.Builder builder = new Request.Builder().url(url);
    builder.header("Accept", settings.streaming() ? "text/event-stream" : "application/json");
    builder.header("Idempotency-Key", callId).header("X-Request-Id", callId);
    String apiKey = settings.apiKey().get();
    if (!apiKey.isEmpty()) {
      builder.header("Authorization", "Bearer " + apiKey);
    }
    settings.headers().forEach(builder::header);
    return builder.post(new LazyBody(() -> writer.write(request))).build();
  }

  @Override
  public void close() {
    HttpClients.close(http);
  }
}
