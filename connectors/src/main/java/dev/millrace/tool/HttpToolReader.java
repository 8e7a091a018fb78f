// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpFailures;
import dev.millrace.http.LimitedSource;
import dev.millrace.token.TokenCounter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Response;

/** Reads what an HTTP tool answers. Keeps no state, so all attempts share one. */
final class HttpToolReader implements HttpAttempt.Reader<ToolResponse> {
  private static final Map<Integer, String> WORDS =
      Map.of(
          400, ": bad request",
          401, ": not authorized",
          403, ": forbidden",
          404, ": not found",
          409, ": conflict",
          410, ": gone",
          422, ": the input was not accepted");

  private final Pick pick;
  private final int maxResponseBytes;
  private final TokenCounter tokens;
  private final InstantSource clock;

  HttpToolReader(HttpToolSettings settings, TokenCounter tokens, InstantSource clock) {
    this.pick = new Pick(settings.pick());
    this.maxResponseBytes = settings.maxResponseBytes();
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public Outcome<ToolResponse> read(Response response, HttpAttempt<ToolResponse> attempt)
      throws IOException {
    if (!response.isSuccessful()) {
      return Outcome.failed(failure(response), attempt.timing());
    }
    try {
      String content = pick.from(text(response));
      ToolResponse result = new ToolResponse(content, tokens.count(content));
      return new Succeeded<>(result, Usage.NONE, attempt.timing());
    } catch (JsonProcessingException e) {
      Failure failure = Failure.of(FailureKind.MALFORMED_RESPONSE, "the tool answered no JSON");
      return Outcome.failed(failure, attempt.timing());
    }
  }

  @Override
  public Outcome<ToolResponse> failed(IOException e, HttpAttempt<ToolResponse> attempt) {
    return Outcome.failed(HttpFailures.of(e, attempt), attempt.timing());
  }

  private String text(Response response) throws IOException {
    MediaType type = response.body().contentType();
    Charset named = type == null ? null : type.charset();
    Charset charset = named == null ? StandardCharsets.UTF_8 : named;
    return LimitedSource.of(response.body(), maxResponseBytes).readString(charset);
  }

  /** What the server cannot do now may be tried again; what it will not do, the model may read. */
  private Failure failure(Response response) {
    int status = response.code();
    String detail = "HTTP " + status + WORDS.getOrDefault(status, "");
    if (response.isRedirect()) {
      return Failure.of(FailureKind.TOOL_ERROR, detail + ": redirect not followed");
    }
    boolean passing = status == 408 || status == 429 || status >= 500;
    FailureKind kind = passing ? HttpFailures.kindOf(status) : FailureKind.TOOL_ERROR;
    return passing
        ? HttpFailures.withRetryAfter(kind, detail, response.headers(), clock.instant())
        : Failure.of(kind, detail);
  }
}
