// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Outcome;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpClients;
import dev.millrace.http.LazyBody;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Protocol;
import dev.millrace.model.WireJson;
import dev.millrace.model.chat.OpenAiChat;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * {@code POST {base}/embeddings}, as OpenAI and the many servers that copy it have it. This class
 * is thread-safe.
 */
public final class OpenAiEmbeddings implements AutoCloseable {

  /** Keys and errors are those of the chat completions. */
  private static final Protocol PROTOCOL = new OpenAiChat();

  private final HttpModelSettings settings;
  private final HttpUrl url;
  private final OkHttpClient http;
  private final InstantSource clock;

  /**
   * A client of its own connections and threads.
   *
   * @param clock to read dates in {@code Retry-After} by
   */
  public OpenAiEmbeddings(HttpModelSettings settings, InstantSource clock) {
    this.settings = settings;
    this.url = HttpUrl.get(settings.baseUrl()).newBuilder().addPathSegment("embeddings").build();
    this.http =
        HttpClients.trusting(
            HttpClients.create("embeddings-" + settings.name(), settings.connectTimeout()),
            settings.certificates());
    this.clock = clock;
  }

  /** Makes one attempt. Nothing is done by it, so a connection that has gone stale is replaced. */
  public CompletableFuture<Outcome<EmbeddingResponse>> send(EmbeddingRequest request) {
    EmbeddingReader reader =
        new EmbeddingReader(PROTOCOL, request, settings.maxResponseBytes(), clock);
    return HttpAttempt.repeatable(http, httpRequest(request), request.timeout(), reader);
  }

  private Request httpRequest(EmbeddingRequest request) {
    Request.Builder builder = new Request.Builder().url(url).header("Accept", "application/json");
    PROTOCOL.headers(settings.apiKey().get()).forEach(builder::header);
    settings.headers().forEach(builder::header);
    return builder.post(new LazyBody(() -> body(request))).build();
  }

  private static byte[] body(EmbeddingRequest request) {
    ObjectNode body = WireJson.object().put("model", request.model());
    ArrayNode input = body.putArray("input");
    request.texts().forEach(input::add);
    body.put("encoding_format", request.encoding().name().toLowerCase(Locale.ROOT));
    if (request.dimensions() != null) {
      body.put("dimensions", request.dimensions());
    }
    return WireJson.bytes(body);
  }

  @Override
  public void close() {
    HttpClients.close(http);
  }
}
