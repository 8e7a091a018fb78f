// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.model.chat.OpenAiChat;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * OkHttp and nothing else: it sends bytes that were written once, and throws away what it reads. As
 * many calls and connections as the project's client are allowed to it.
 */
final class BareStreams implements StreamSide {
  private static final int AT_ONCE = 100_000;
  private static final int CONNECTIONS = 1_024;
  private static final int CONNECTION_IDLE_SECONDS = 4;
  private static final int PIECE_BYTES = 8_192;

  private final OkHttpClient http;
  private final Request request;
  private final long bytes;

  /**
   * @param bytes that an answer must have
   */
  BareStreams(String baseUrl, long bytes) {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(AT_ONCE);
    dispatcher.setMaxRequestsPerHost(AT_ONCE);
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(
                new ConnectionPool(CONNECTIONS, CONNECTION_IDLE_SECONDS, TimeUnit.SECONDS))
            .readTimeout(Duration.ZERO)
            .build();
    this.request = request(baseUrl);
    this.bytes = bytes;
  }

  private static Request request(String baseUrl) {
    OpenAiChat protocol = new OpenAiChat();
    var asked = MillraceStreams.request("");
    Request.Builder builder =
        new Request.Builder()
            .url(protocol.url(HttpUrl.get(baseUrl), asked))
            .header("Accept", "text/event-stream")
            .post(RequestBody.create(protocol.body(asked), MediaType.get("application/json")));
    protocol.headers("none").forEach(builder::header);
    return builder.build();
  }

  @Override
  public CompletableFuture<Boolean> read(String id) {
    Reading reading = new Reading();
    http.newCall(
            request.newBuilder().header("Idempotency-Key", id).header("X-Request-Id", id).build())
        .enqueue(reading);
    return reading.whole;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private final class Reading implements Callback {
    private final CompletableFuture<Boolean> whole = new CompletableFuture<>();

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        BufferedSource source = response.body().source();
        Buffer piece = new Buffer();
        long read = 0;
        while (source.read(piece, PIECE_BYTES) >= 0) {
          read += piece.size();
          piece.clear();
        }
        whole.complete(read == bytes);
      } catch (IOException e) {
        onFailure(call, e);
      }
    }

    @Override
    public void onFailure(Call call, IOException e) {
      whole.completeExceptionally(e);
    }
  }
}
