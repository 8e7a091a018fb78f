// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.app.traffic.FeedbackRules;
import dev.millrace.app.traffic.RequestKey;
import dev.millrace.schemas.Feedback;
import dev.millrace.schemas.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was said of requests, all of it before the first result is looked at. */
final class Opinions {
  static final int MOST_REQUESTS = 1_000_000;

  private final Map<RequestKey, Opinion> byRequest = new HashMap<>();
  private final Set<RequestKey> unjoined = new HashSet<>();
  private long refused;

  /**
   * Somebody said this.
   *
   * @param recordMs its record's time, epoch milliseconds
   */
  void take(Feedback feedback, long recordMs) {
    if (FeedbackRules.mistake(feedback).isPresent()) {
      refused++;
      return;
    }
    RequestKey key = new RequestKey(feedback.getTenant(), feedback.getRequestId());
    long atMs = feedback.getAtMs() == 0 ? recordMs : feedback.getAtMs();
    byRequest.merge(key, Opinion.NONE.and(feedback, atMs), (old, any) -> old.and(feedback, atMs));
    unjoined.add(key);
    if (byRequest.size() > MOST_REQUESTS) {
      throw new ReportTooLargeException(
          "feedback on more than %d requests; begin later with --from".formatted(MOST_REQUESTS));
    }
  }

  /** What was said of a result's request; null if nothing. */
  @Nullable Opinion of(Result result) {
    RequestKey key = RequestKey.of(result);
    Opinion opinion = byRequest.get(key);
    if (opinion != null) {
      unjoined.remove(key);
    }
    return opinion;
  }

  long requests() {
    return byRequest.size();
  }

  /** Requests that something was said of, and that no result was seen of. */
  long unjoined() {
    return unjoined.size();
  }

  /** Feedback that makes no sense. */
  long refused() {
    return refused;
  }
}
