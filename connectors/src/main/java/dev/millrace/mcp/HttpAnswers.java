// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpFailures;
import dev.millrace.http.LimitedSource;
import dev.millrace.model.ServerSentEvents;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.time.Instant;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads what comes back for one message, up to the answer that it waits for. */
final class HttpAnswers implements HttpAttempt.Reader<Boolean> {
  private final HttpMessages messages;
  private final @Nullable Object id;
  private final int maxBytes;

  /**
   * The answers to one message.
   *
   * @param id of the request; null if nothing answers it
   */
  HttpAnswers(HttpMessages messages, @Nullable Object id, int maxBytes) {
    this.messages = messages;
    this.id = id;
    this.maxBytes = maxBytes;
  }

  @Override
  public Outcome<Boolean> read(Response response, HttpAttempt<Boolean> attempt) throws IOException {
    if (!response.isSuccessful()) {
      return Outcome.failed(failure(response), attempt.timing());
    }
    String session = response.header(HttpMessages.SESSION);
    if (session != null) {
      messages.begun(session);
    }
    Failure failure = id == null ? null : answer(response, id);
    return failure == null
        ? new Succeeded<>(true, Usage.NONE, attempt.timing())
        : Outcome.failed(failure, attempt.timing());
  }

  @Override
  public Outcome<Boolean> failed(IOException e, HttpAttempt<Boolean> attempt) {
    return Outcome.failed(HttpFailures.of(e, attempt), attempt.timing());
  }

  private @Nullable Failure answer(Response response, Object wanted) throws IOException {
    MediaType type = response.body().contentType();
    BufferedSource body = LimitedSource.of(response.body(), maxBytes);
    boolean stream = type != null && type.subtype().equals("event-stream");
    return stream ? streamed(body, wanted) : whole(body, wanted);
  }

  private @Nullable Failure whole(BufferedSource body, Object wanted) throws IOException {
    JSONRPCMessage message = Messages.read(body.readUtf8());
    if (message == null || !Messages.answers(message, wanted)) {
      return Failure.of(FailureKind.MALFORMED_RESPONSE, "the server answered something else");
    }
    messages.deliver(message);
    return null;
  }

  /** Other messages may come first, such as how far the server is. */
  private @Nullable Failure streamed(BufferedSource body, Object wanted) throws IOException {
    ServerSentEvents events = new ServerSentEvents(body);
    for (String data = events.next(); data != null; data = events.next()) {
      JSONRPCMessage message = Messages.read(data);
      if (message != null) {
        messages.deliver(message);
      }
      if (Messages.answers(message, wanted)) {
        return null;
      }
    }
    return Failure.of(FailureKind.CUT_STREAM, "the stream ended before the answer");
  }

  /**
   * Who does not know our session says 404; some servers say 400. The request was not looked at.
   */
  private Failure failure(Response response) {
    int status = response.code();
    if (messages.hasSession() && (status == 404 || status == 400)) {
      messages.lost();
      return Failure.of(FailureKind.CONNECTION, "HTTP " + status + ": the session is lost");
    }
    if (response.isRedirect()) {
      return Failure.of(FailureKind.INVALID_REQUEST, "HTTP " + status + ": redirect not followed");
    }
    return HttpFailures.withRetryAfter(
        HttpFailures.kindOf(status), "HTTP " + status, response.headers(), Instant.now());
  }
}
