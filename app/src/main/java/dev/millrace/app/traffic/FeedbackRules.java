// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.run.RunId;
import dev.millrace.schemas.Feedback;
import java.util.Optional;

/** What feedback must say to be of use: of which request, and what of it. */
public final class FeedbackRules {
  private static final int MOST_ID_CHARS = 256;
  private static final int MOST_SOURCE_CHARS = 100;
  private static final int MOST_COMMENT_CHARS = 2_000;

  private FeedbackRules() {}

  /** What is wrong with it; empty if nothing is. */
  public static Optional<String> mistake(Feedback feedback) {
    return named(feedback).or(() -> said(feedback)).or(() -> bounded(feedback));
  }

  private static Optional<String> named(Feedback feedback) {
    String tenant = feedback.getTenant();
    String request = feedback.getRequestId();
    if (tenant.isBlank()) {
      return Optional.of("feedback needs a tenant");
    }
    if (request.isBlank()) {
      return Optional.of("feedback needs a request_id");
    }
    if (tenant.length() > MOST_ID_CHARS || request.length() > MOST_ID_CHARS) {
      return Optional.of("an id has more than " + MOST_ID_CHARS + " characters");
    }
    String run = feedback.getRunId();
    boolean another = !run.isEmpty() && !run.equals(RunId.of(tenant, request).value());
    return another ? Optional.of("run_id " + run + " is not that request's") : Optional.empty();
  }

  private static Optional<String> said(Feedback feedback) {
    Double score = feedback.getScore();
    if (feedback.getSuccess() == null && score == null) {
      return Optional.of("feedback says success, or a score, or both");
    }
    // So written, what is no number is refused as well.
    boolean fits = score == null || (score >= 0 && score <= 1);
    return fits ? Optional.empty() : Optional.of("a score is from 0 to 1, not " + score);
  }

  private static Optional<String> bounded(Feedback feedback) {
    if (feedback.getSource().length() > MOST_SOURCE_CHARS) {
      return Optional.of("source has more than " + MOST_SOURCE_CHARS + " characters");
    }
    if (feedback.getComment().length() > MOST_COMMENT_CHARS) {
      return Optional.of("comment has more than " + MOST_COMMENT_CHARS + " characters");
    }
    return feedback.getAtMs() < 0 ? Optional.of("at_ms is before 1970") : Optional.empty();
  }
}
