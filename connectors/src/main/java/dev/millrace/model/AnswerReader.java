// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.http.AccountHeaders;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpFailures;
import dev.millrace.http.LimitedSource;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Makes the outcome of one attempt, good or bad. Used by that attempt, on its own thread. */
final class AnswerReader implements HttpAttempt.Reader<ModelResponse> {
  private final Protocol protocol;
  private final HttpModelSettings settings;
  private final InstantSource clock;
  private final ProtocolAnswer answer;
  private AccountStanding account = AccountStanding.NONE;
  private @Nullable Duration timeToFirstToken;

  AnswerReader(
      Protocol protocol, ModelRequest request, HttpModelSettings settings, InstantSource clock) {
    this.protocol = protocol;
    this.settings = settings;
    this.clock = clock;
    this.answer = protocol.answer(request);
  }

  @Override
  public Outcome<ModelResponse> read(Response response, HttpAttempt<ModelResponse> attempt)
      throws IOException {
    account = AccountHeaders.read(response.headers(), attempt.elapsed(), clock.instant());
    if (!response.isSuccessful()) {
      Failure failure = StatusFailures.of(protocol, response, clock.instant());
      return failed(failure, Usage.NONE, attempt);
    }
    BodyReader reader =
        new BodyReader(
            protocol, answer, settings.idleTimeout(), () -> timeToFirstToken = attempt.elapsed());
    BufferedSource body = LimitedSource.of(response.body(), settings.maxResponseBytes());
    boolean labelled = response.header("Content-Type", "").startsWith("text/event-stream");
    Failure failure = reader.read(labelled, body, response.headers(), clock.instant());
    return failure == null ? succeeded(attempt) : failed(failure, reader.usageOfFailure(), attempt);
  }

  @Override
  public Outcome<ModelResponse> failed(IOException e, HttpAttempt<ModelResponse> attempt) {
    if (answer.isFinished()) {
      return succeeded(attempt);
    }
    Failure failure = HttpFailures.of(e, attempt);
    boolean unsent = failure.kind() == FailureKind.CONNECTION;
    return failed(failure, unsent ? Usage.NONE : answer.usage(), attempt);
  }

  /** Asked by others than the attempt's own thread, which may be adding to the answer. */
  @Override
  public @Nullable Usage soFar() {
    synchronized (answer) {
      return answer.usageSoFar();
    }
  }

  private Outcome<ModelResponse> succeeded(HttpAttempt<ModelResponse> attempt) {
    ModelResponse response = answer.toResponse();
    Usage usage = answer.usage();
    return new Succeeded<>(response, usage, timing(attempt).withTokens(usage), account);
  }

  private Outcome<ModelResponse> failed(
      Failure failure, Usage usage, HttpAttempt<ModelResponse> attempt) {
    return new Failed<>(failure, usage, timing(attempt), account);
  }

  private Timing timing(HttpAttempt<ModelResponse> attempt) {
    return attempt.timing().withFirstToken(timeToFirstToken);
  }
}
