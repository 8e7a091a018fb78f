// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.ledger.Limit;
import dev.millrace.run.Reason;
import dev.millrace.run.RunStatus;
import dev.millrace.schemas.Result;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, and what was said of it.
 *
 * @param exhausted whether a limit ended it, or kept it from beginning
 * @param said whether it was a success; null if nobody said
 * @param score null if nobody rated it
 */
record Outcome(
    boolean completed, boolean exhausted, @Nullable Boolean said, @Nullable Double score) {

  /** Not length: one answer was cut, and no budget was empty. */
  private static final Set<String> LIMITS =
      Stream.concat(
              Arrays.stream(Limit.values()).map(Limit::word),
              Stream.of(Reason.STEPS, Reason.RETRIES, Reason.DEADLINE))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> ENDED_BY_LIMIT =
      Set.of(RunStatus.INCOMPLETE.word(), RunStatus.REJECTED.word());

  static Outcome of(Result result, @Nullable Opinion opinion) {
    return new Outcome(
        result.getStatus().equals(RunStatus.COMPLETED.word()),
        ENDED_BY_LIMIT.contains(result.getStatus()) && LIMITS.contains(result.getReason()),
        opinion == null ? null : opinion.success(),
        opinion == null ? null : opinion.score());
  }

  /** Who knows better than the pipeline is believed. */
  boolean isSuccess() {
    return said == null ? completed : said;
  }
}
