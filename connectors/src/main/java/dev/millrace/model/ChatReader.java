// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpFailures;
import dev.millrace.http.LimitedSource;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import okhttp3.Headers;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer to one request, streamed or whole, good or bad. Used by one attempt, on its own
 * thread.
 */
final class ChatReader implements HttpAttempt.Reader<ModelResponse> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DONE = "[DONE]";
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final ModelRequest request;
  private final int maxResponseBytes;
  private final InstantSource clock;
  private final ChatAnswer answer = new ChatAnswer();
  private @Nullable Duration timeToFirstToken;

  ChatReader(ModelRequest request, int maxResponseBytes, InstantSource clock) {
    this.request = request;
    this.maxResponseBytes = maxResponseBytes;
    this.clock = clock;
  }

  @Override
  public Outcome<ModelResponse> read(Response response, HttpAttempt<ModelResponse> attempt)
      throws IOException {
    if (!response.isSuccessful()) {
      return failed(errorOf(response), Usage.NONE, attempt);
    }
    try {
      BufferedSource body = LimitedSource.of(response.body(), maxResponseBytes);
      return isStream(response, body)
          ? readStream(body, response.headers(), attempt)
          : readWhole(body, response.headers(), attempt);
    } catch (JsonProcessingException e) {
      return failed(Failure.of(FailureKind.MALFORMED_RESPONSE, "no JSON"), billed(), attempt);
    }
  }

  @Override
  public Outcome<ModelResponse> failed(IOException e, HttpAttempt<ModelResponse> attempt) {
    if (answer.isFinished()) {
      return succeeded(attempt);
    }
    Failure failure = HttpFailures.of(e, attempt);
    boolean unsent = failure.kind() == FailureKind.CONNECTION;
    return failed(failure, unsent ? Usage.NONE : billed(), attempt);
  }

  private Outcome<ModelResponse> readStream(
      BufferedSource body, Headers headers, HttpAttempt<ModelResponse> attempt) throws IOException {
    ServerSentEvents events = new ServerSentEvents(body);
    String data = events.next();
    for (; data != null && !data.equals(DONE); data = events.next()) {
      JsonNode chunk = JSON.readTree(data);
      JsonNode error = ChatFailures.errorIn(chunk);
      if (error != null) {
        return failed(failureInside(error, headers), billedIfBegun(), attempt);
      }
      answer.add(chunk);
      noteFirstToken(attempt);
    }
    return answer.isFinished() || data != null ? whole(attempt) : cut(attempt);
  }

  private Outcome<ModelResponse> readWhole(
      BufferedSource body, Headers headers, HttpAttempt<ModelResponse> attempt) throws IOException {
    JsonNode json = JSON.readTree(body.readUtf8());
    JsonNode error = ChatFailures.errorIn(json);
    if (error != null) {
      return failed(failureInside(error, headers), Usage.NONE, attempt);
    }
    answer.add(json);
    return whole(attempt);
  }

  private Outcome<ModelResponse> whole(HttpAttempt<ModelResponse> attempt) {
    if (!answer.hasChoice()) {
      Failure failure = Failure.of(FailureKind.MALFORMED_RESPONSE, "no choice in the answer");
      return failed(failure, billed(), attempt);
    }
    return succeeded(attempt);
  }

  private Outcome<ModelResponse> cut(HttpAttempt<ModelResponse> attempt) {
    return failed(Failure.of(FailureKind.CUT_STREAM, "the stream ended early"), billed(), attempt);
  }

  private Outcome<ModelResponse> succeeded(HttpAttempt<ModelResponse> attempt) {
    return new Succeeded<>(answer.toResponse(request.model()), billed(), timing(attempt));
  }

  private Outcome<ModelResponse> failed(
      Failure failure, Usage usage, HttpAttempt<ModelResponse> attempt) {
    return new Failed<>(failure, usage, timing(attempt));
  }

  private Usage billed() {
    return answer.usage(request);
  }

  private Usage billedIfBegun() {
    return answer.hasContent() ? billed() : Usage.NONE;
  }

  private Timing timing(HttpAttempt<ModelResponse> attempt) {
    return new Timing(attempt.elapsed(), timeToFirstToken);
  }

  private void noteFirstToken(HttpAttempt<ModelResponse> attempt) {
    if (timeToFirstToken == null && answer.hasContent()) {
      timeToFirstToken = attempt.elapsed();
    }
  }

  private Failure failureInside(JsonNode error, Headers headers) {
    return ChatFailures.of(200, headers, error, clock.instant());
  }

  /** The failure of an unhappy status; what cannot be read of its body says nothing more. */
  private Failure errorOf(Response response) {
    JsonNode error = null;
    try {
      error = ChatFailures.errorIn(JSON.readTree(response.peekBody(MAX_ERROR_BYTES).string()));
    } catch (IOException e) {
      // Cut, or a proxy's page: the status alone has to do.
    }
    JsonNode known = error == null ? MissingNode.getInstance() : error;
    return ChatFailures.of(response.code(), response.headers(), known, clock.instant());
  }

  /** Servers mislabel; what begins as JSON is a whole answer. */
  private static boolean isStream(Response response, BufferedSource body) throws IOException {
    if (response.header("Content-Type", "").startsWith("text/event-stream")) {
      return true;
    }
    BufferedSource ahead = body.peek();
    while (!ahead.exhausted()) {
      byte b = ahead.readByte();
      if (!Character.isWhitespace(b)) {
        return b == 'd' || b == ':' || b == 'e' || b == 'i' || b == 'r';
      }
    }
    return false;
  }
}
