// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.schemas.CostEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the runs and cost events of a line add up to. Money in nanos, exactly. */
final class Figures {
  static final String SAVED = "saved";
  static final String CORRECTION = "correction";

  private static final int RATE_DIGITS = 6;

  private final SortedMap<String, Long> savedNanos = new TreeMap<>();
  private long runs;
  private long completed;
  private long exhausted;
  private long successes;
  private long judged;
  private long scored;
  private double scores;
  private long spentNanos;
  private long corrections;
  private long correctionNanos;
  private long unknowns;
  private long unknownNanos;

  void add(Outcome run) {
    runs++;
    completed += run.completed() ? 1 : 0;
    exhausted += run.exhausted() ? 1 : 0;
    successes += run.isSuccess() ? 1 : 0;
    judged += run.said() != null ? 1 : 0;
    if (run.score() != null) {
      scored++;
      scores += run.score();
    }
  }

  void add(CostEvent event) {
    long nanos = event.getAmountNanos();
    if (event.getKind().equals(SAVED)) {
      savedNanos.merge(event.getCause(), nanos, Math::addExact);
      return;
    }
    spentNanos = Math.addExact(spentNanos, nanos);
    if (event.getKind().equals(CORRECTION)) {
      corrections++;
      correctionNanos = Math.addExact(correctionNanos, nanos);
    }
    if (event.getOutcomeUnknown()) {
      unknowns++;
      unknownNanos = Math.addExact(unknownNanos, nanos);
    }
  }

  long runs() {
    return runs;
  }

  long completed() {
    return completed;
  }

  /** Runs that a limit ended. */
  long exhausted() {
    return exhausted;
  }

  /** Their share; null of no runs. */
  @Nullable BigDecimal exhaustionRate() {
    return runs == 0
        ? null
        : BigDecimal.valueOf(exhausted)
            .divide(BigDecimal.valueOf(runs), RATE_DIGITS, RoundingMode.HALF_UP);
  }

  long successes() {
    return successes;
  }

  /** Runs of which somebody said whether they were a success. */
  long judged() {
    return judged;
  }

  long scored() {
    return scored;
  }

  @Nullable BigDecimal meanScore() {
    return scored == 0
        ? null
        : BigDecimal.valueOf(scores / scored).setScale(RATE_DIGITS, RoundingMode.HALF_UP);
  }

  /** As the ledger has it: with corrections and unknown outcomes, without what was saved. */
  long spentNanos() {
    return spentNanos;
  }

  /** Null if there was no success to pay for. */
  @Nullable Long nanosPerSuccess() {
    return successes == 0
        ? null
        : BigDecimal.valueOf(spentNanos)
            .divide(BigDecimal.valueOf(successes), 0, RoundingMode.HALF_UP)
            .longValueExact();
  }

  long corrections() {
    return corrections;
  }

  long correctionNanos() {
    return correctionNanos;
  }

  /** Attempts that were paid, though nobody knows what came of them. */
  long unknowns() {
    return unknowns;
  }

  long unknownNanos() {
    return unknownNanos;
  }

  long savedNanos() {
    return savedNanos.values().stream().reduce(0L, Math::addExact);
  }

  long savedNanos(String cause) {
    return savedNanos.getOrDefault(cause, 0L);
  }

  /** By cause. */
  SortedMap<String, Long> saved() {
    return savedNanos;
  }
}
