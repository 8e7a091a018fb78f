// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.schemas.Feedback;
import org.jspecify.annotations.Nullable;

/**
 * What was said last of a request, whoever said it. Who only rates it does not take back what was
 * said of its success.
 *
 * @param saidAtMs when success was said, epoch milliseconds
 * @param scoredAtMs when it was rated
 */
record Opinion(@Nullable Boolean success, long saidAtMs, @Nullable Double score, long scoredAtMs) {

  static final Opinion NONE = new Opinion(null, Long.MIN_VALUE, null, Long.MIN_VALUE);

  /** With what was said then; of two at one time the one that is read later counts. */
  Opinion and(Feedback feedback, long atMs) {
    boolean says = feedback.getSuccess() != null && atMs >= saidAtMs;
    boolean rates = feedback.getScore() != null && atMs >= scoredAtMs;
    return new Opinion(
        says ? feedback.getSuccess() : success,
        says ? atMs : saidAtMs,
        rates ? feedback.getScore() : score,
        rates ? atMs : scoredAtMs);
  }
}
