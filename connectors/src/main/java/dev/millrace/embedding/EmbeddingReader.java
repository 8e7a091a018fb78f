// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.AccountStanding;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.http.AccountHeaders;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpFailures;
import dev.millrace.http.LimitedSource;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.Protocol;
import dev.millrace.model.StatusFailures;
import dev.millrace.model.ToldTokens;
import dev.millrace.model.WireJson;
import dev.millrace.token.TokenCounter;
import java.io.IOException;
import java.time.InstantSource;
import okhttp3.Response;

/** Makes the outcome of an attempt to embed, good or bad. */
final class EmbeddingReader implements HttpAttempt.Reader<EmbeddingResponse> {
  private static final int OK = 200;

  private final Protocol protocol;
  private final EmbeddingRequest request;
  private final int maxBytes;
  private final InstantSource clock;
  private AccountStanding account = AccountStanding.NONE;

  EmbeddingReader(Protocol protocol, EmbeddingRequest request, int maxBytes, InstantSource clock) {
    this.protocol = protocol;
    this.request = request;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  @Override
  public Outcome<EmbeddingResponse> read(Response response, HttpAttempt<EmbeddingResponse> attempt)
      throws IOException {
    account = AccountHeaders.read(response.headers(), attempt.elapsed(), clock.instant());
    if (!response.isSuccessful()) {
      Failure failure = StatusFailures.of(protocol, response, clock.instant());
      return failed(failure, Usage.NONE, attempt);
    }
    try {
      JsonNode body = WireJson.read(LimitedSource.of(response.body(), maxBytes).readUtf8());
      JsonNode error = protocol.errorIn(body);
      if (error != null) {
        Failure failure =
            protocol.error(OK, error).toFailure(OK, response.headers(), clock.instant());
        return failed(failure, Usage.NONE, attempt);
      }
      Usage usage = usage(body.path("usage"));
      return read(body, usage, attempt);
    } catch (JsonProcessingException e) {
      return malformed("no JSON", estimate(), attempt);
    }
  }

  private Outcome<EmbeddingResponse> read(
      JsonNode body, Usage usage, HttpAttempt<EmbeddingResponse> attempt) {
    try {
      EmbeddingResponse vectors =
          new EmbeddingResponse(
              ToldVectors.read(body.path("data"), request.texts().size()),
              body.path("model").asText(request.model()));
      return new Succeeded<>(vectors, usage, attempt.timing(), account);
    } catch (MalformedAnswerException e) {
      return malformed(String.valueOf(e.getMessage()), usage, attempt);
    }
  }

  /** It may be billed: the provider did answer. */
  private Outcome<EmbeddingResponse> malformed(
      String detail, Usage usage, HttpAttempt<EmbeddingResponse> attempt) {
    Failure failure = Failure.of(FailureKind.MALFORMED_RESPONSE, detail);
    return failed(failure, usage, attempt);
  }

  private Outcome<EmbeddingResponse> failed(
      Failure failure, Usage usage, HttpAttempt<EmbeddingResponse> attempt) {
    return new Outcome.Failed<>(failure, usage, attempt.timing(), account);
  }

  @Override
  public Outcome<EmbeddingResponse> failed(IOException e, HttpAttempt<EmbeddingResponse> attempt) {
    Failure failure = HttpFailures.of(e, attempt);
    boolean unsent = failure.kind() == FailureKind.CONNECTION;
    return failed(failure, unsent ? Usage.NONE : estimate(), attempt);
  }

  /** There is no output, so what is told is all input. */
  private Usage usage(JsonNode told) {
    long input = ToldTokens.count(told.path("prompt_tokens"));
    return ToldTokens.canBe(input, 0) ? Usage.of(input, 0) : estimate();
  }

  private Usage estimate() {
    TokenCounter counter = TokenCounter.forModel(request.model());
    long tokens = request.texts().stream().mapToLong(counter::count).sum();
    return Usage.of(tokens, 0).asEstimate();
  }
}
