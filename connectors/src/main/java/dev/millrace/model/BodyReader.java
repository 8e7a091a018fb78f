// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a happy status, streamed or whole, into an answer. Holds the answer's monitor
 * while it adds to it: others may ask how far it has come.
 */
final class BodyReader {
  private static final String DONE = "[DONE]";
  private static final int OK = 200;

  private final Protocol protocol;
  private final ProtocolAnswer answer;
  private final Duration idleTimeout;
  private final Runnable firstToken;
  private boolean spoke;
  private boolean told;

  /**
   * @param idleTimeout the longest silence once the model has begun to speak
   * @param firstToken run when it has
   */
  BodyReader(Protocol protocol, ProtocolAnswer answer, Duration idleTimeout, Runnable firstToken) {
    this.protocol = protocol;
    this.answer = answer;
    this.idleTimeout = idleTimeout;
    this.firstToken = firstToken;
  }

  /** Reads to the end. Null if there is a whole answer now, else why there is none. */
  @Nullable Failure read(boolean labelledStream, BufferedSource body, Headers headers, Instant now)
      throws IOException {
    try {
      return labelledStream || looksLikeStream(body)
          ? readStream(body, headers, now)
          : readWhole(body, headers, now);
    } catch (JsonProcessingException e) {
      return Failure.of(FailureKind.MALFORMED_RESPONSE, "no JSON");
    } catch (MalformedAnswerException e) {
      return Failure.of(FailureKind.MALFORMED_RESPONSE, String.valueOf(e.getMessage()));
    }
  }

  /** What a failed answer costs: one that the provider itself gave up before a word, nothing. */
  Usage usageOfFailure() {
    return told && !answer.hasContent() ? Usage.NONE : answer.usage();
  }

  private @Nullable Failure readStream(BufferedSource body, Headers headers, Instant now)
      throws IOException {
    ServerSentEvents events = new ServerSentEvents(body);
    boolean over = false;
    while (!over) {
      String data = events.next();
      if (data == null) {
        break;
      }
      if (data.equals(DONE)) {
        over = true;
        continue;
      }
      JsonNode event = WireJson.read(data);
      JsonNode error = protocol.errorIn(event);
      if (error != null) {
        return toldFailure(error, headers, now);
      }
      synchronized (answer) {
        answer.add(event);
      }
      noteFirstToken(body);
      over = answer.isOver();
    }
    return over || answer.isFinished() ? whole() : cut();
  }

  private @Nullable Failure readWhole(BufferedSource body, Headers headers, Instant now)
      throws IOException {
    JsonNode json = WireJson.read(body.readUtf8());
    JsonNode error = protocol.errorIn(json);
    if (error != null) {
      return toldFailure(error, headers, now);
    }
    synchronized (answer) {
      answer.addWhole(json);
    }
    return whole();
  }

  private @Nullable Failure whole() {
    return answer.hasBegun()
        ? null
        : Failure.of(FailureKind.MALFORMED_RESPONSE, "no choice in the answer");
  }

  private static Failure cut() {
    return Failure.of(FailureKind.CUT_STREAM, "the stream ended early");
  }

  private Failure toldFailure(JsonNode error, Headers headers, Instant now) {
    told = true;
    return protocol.error(OK, error).toFailure(OK, headers, now);
  }

  /** Before its first word a model may think for minutes; after it, silence is a stall. */
  private void noteFirstToken(BufferedSource body) {
    if (!spoke && answer.hasContent()) {
      spoke = true;
      body.timeout().timeout(idleTimeout.toMillis(), TimeUnit.MILLISECONDS);
      firstToken.run();
    }
  }

  /** Servers mislabel; what begins as JSON is a whole answer. */
  private static boolean looksLikeStream(BufferedSource body) throws IOException {
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
