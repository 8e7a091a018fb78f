// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Outcome;
import dev.millrace.http.HeaderValue;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpClients;
import dev.millrace.http.LazyBody;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * A session over streamable HTTP: a POST for each message of ours, and the answer to a request in
 * its response, as JSON or at the end of a stream of events. We ask for no stream beside: what a
 * server says unasked is not needed to call its tools.
 */
final class HttpMessages extends Messages {
  static final String SESSION = "Mcp-Session-Id";

  private static final Duration ASIDE = Duration.ofSeconds(5);

  /** Who gives a call up tells the server so; a time limit of the connection would not. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(1);

  private final McpServerSettings.Http server;
  private final OkHttpClient http;
  private final OkHttpClient onNewConnections;
  private final int maxMessageBytes;
  private volatile @Nullable String sessionId;
  private volatile boolean open = true;

  /**
   * A session that is not begun yet.
   *
   * @param http closed by who made it
   */
  HttpMessages(McpServerSettings settings, McpServerSettings.Http server, OkHttpClient http) {
    super(settings.connectTimeout());
    this.server = server;
    this.http = http;
    this.onNewConnections = HttpClients.withoutOldConnections(http);
    this.maxMessageBytes = settings.maxMessageBytes();
  }

  @Override
  void send(JSONRPCRequest request, Flight flight, MonoSink<Void> over) {
    Request post = post(request, flight.callId());
    HttpAnswers answers = new HttpAnswers(this, request.id(), maxMessageBytes);
    Duration within = flight.left().plus(AFTERWARDS);
    CompletableFuture<Outcome<Boolean>> attempt =
        flight.mayRepeat()
            ? HttpAttempt.repeatable(http, post, within, answers)
            : HttpAttempt.once(onNewConnections, post, within, answers);
    flight.onGivenUp(
        () -> {
          attempt.cancel(true);
          tellGivenUp(request.id());
        });
    end(attempt, over);
  }

  @Override
  void tell(JSONRPCMessage message, MonoSink<Void> over) {
    HttpAnswers none = new HttpAnswers(this, null, 0);
    end(HttpAttempt.repeatable(http, post(message, ""), ASIDE, none), over);
  }

  private static void end(CompletableFuture<Outcome<Boolean>> attempt, MonoSink<Void> over) {
    var unused =
        attempt.whenComplete(
            (outcome, thrown) -> {
              if (thrown != null) {
                over.error(thrown);
              } else if (outcome instanceof Outcome.Failed<Boolean> failed) {
                over.error(new McpFailureException(failed.failure()));
              } else {
                over.success();
              }
            });
  }

  /** The server has named its session, with the answer to the first request. */
  void begun(String id) {
    if (sessionId == null) {
      sessionId = id;
    }
  }

  boolean hasSession() {
    return sessionId != null;
  }

  /** The server knows the session no more. */
  void lost() {
    open = false;
  }

  @Override
  boolean isOpen() {
    return open;
  }

  /** Tells the server, if it can be told soon, and waits for nothing. */
  @Override
  public void close() {
    boolean wasOpen = open;
    open = false;
    String id = sessionId;
    if (wasOpen && id != null) {
      Request end = headers("").url(server.url()).delete().build();
      CompletableFuture<Outcome<Boolean>> unused =
          HttpAttempt.once(http, end, ASIDE, new HttpAnswers(this, null, 0));
    }
  }

  private Request post(JSONRPCMessage message, String callId) {
    return headers(callId)
        .url(server.url())
        .header("Accept", "application/json, text/event-stream")
        .post(new LazyBody(() -> McpJson.bytes(message)))
        .build();
  }

  private Request.Builder headers(String callId) {
    Request.Builder request = new Request.Builder();
    server.headers().forEach(request::header);
    header(request, SESSION, sessionId);
    header(request, "MCP-Protocol-Version", version());
    header(request, "Idempotency-Key", callId.isEmpty() ? null : HeaderValue.encode(callId));
    return request;
  }

  private static void header(Request.Builder request, String name, @Nullable String value) {
    if (value != null) {
      request.header(name, value);
    }
  }
}
