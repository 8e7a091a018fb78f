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
 * A provider of models over HTTP, in whatever protocol it speaks.
 *
 * <p>Answers are streamed, which is how the time to the first token is known and how a cut answer
 * is told from a slow one. This class is thread-safe.
 */
public final class HttpModelClient implements ModelClient {
  private final HttpModelSettings settings;
  private final Protocol protocol;
  private final HttpUrl base;
  private final OkHttpClient http;
  private final InstantSource clock;

  /**
   * A client of its own connections and threads.
   *
   * @param clock to read dates in {@code Retry-After} by
   */
  public HttpModelClient(HttpModelSettings settings, Protocol protocol, InstantSource clock) {
    this.settings = settings;
    this.protocol = protocol;
    this.base = HttpUrl.get(settings.baseUrl());
    this.http =
        HttpClients.trusting(
            HttpClients.create("model-" + settings.name(), settings.connectTimeout()),
            settings.certificates());
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest asked) {
    boolean streaming = settings.streaming() && asked.options().streaming();
    ModelRequest request = asked.withOptions(asked.options().withStreaming(streaming));
    AnswerReader reader = new AnswerReader(protocol, request, settings, clock);
    return HttpAttempt.once(http, httpRequest(request), request.timeout(), reader);
  }

  private Request httpRequest(ModelRequest request) {
    String callId = HeaderValue.encode(request.callId());
    boolean streaming = request.options().streaming();
    Request.Builder builder = new Request.Builder().url(protocol.url(base, request));
    builder.header("Accept", streaming ? "text/event-stream" : "application/json");
    builder.header("Idempotency-Key", callId).header("X-Request-Id", callId);
    protocol.headers(settings.apiKey().get()).forEach(builder::header);
    settings.headers().forEach(builder::header);
    return builder.post(new LazyBody(() -> protocol.body(request))).build();
  }

  @Override
  public void close() {
    HttpClients.close(http);
  }
}
