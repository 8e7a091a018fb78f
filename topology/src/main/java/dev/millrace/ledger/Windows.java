// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * When windows begin by the clock of a time zone. A window is told by the instant of its start, so
 * that the hour which a change to winter time shows twice is two hours, and a day may have 23, 24
 * or 25 of them. Where a clock goes back over midnight the new day does not end again.
 *
 * <p>Remembers the windows that it was asked for last, so it is owned by one thread.
 */
public final class Windows {
  private static final int KINDS = BudgetWindow.values().length;

  private final ZoneId zone;
  private final long[] startMs = new long[KINDS];
  private final long[] endMs = new long[KINDS];

  public Windows(ZoneId zone) {
    this.zone = zone;
    Arrays.fill(startMs, Long.MAX_VALUE);
  }

  /** When the window of an instant began; both epoch milliseconds. */
  public long startMs(BudgetWindow window, long nowMs) {
    int i = window.place();
    if (nowMs < startMs[i] || nowMs >= endMs[i]) {
      find(window, nowMs);
    }
    return startMs[i];
  }

  /** When the next window after that of an instant begins. */
  public long endMs(BudgetWindow window, long nowMs) {
    startMs(window, nowMs);
    return endMs[window.place()];
  }

  private void find(BudgetWindow window, long nowMs) {
    ZonedDateTime now = Instant.ofEpochMilli(nowMs).atZone(zone);
    ZonedDateTime start = startOf(window, now);
    ZonedDateTime end = after(window, start);
    if (end.toInstant().toEpochMilli() <= nowMs) { // The clock goes back, into a window before.
      start = end;
      end = after(window, start);
    }
    startMs[window.place()] = start.toInstant().toEpochMilli();
    endMs[window.place()] = end.toInstant().toEpochMilli();
  }

  private ZonedDateTime startOf(BudgetWindow window, ZonedDateTime at) {
    return switch (window) {
      case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES);
      case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
      case DAY -> at.toLocalDate().atStartOfDay(zone);
      case MONTH -> at.toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
    };
  }

  private ZonedDateTime after(BudgetWindow window, ZonedDateTime start) {
    LocalDate date = start.toLocalDate();
    return switch (window) {
      case MINUTE -> after(start, start.plusMinutes(1).truncatedTo(ChronoUnit.MINUTES), 1);
      case HOUR -> after(start, start.plusHours(1).truncatedTo(ChronoUnit.HOURS), 60);
      case DAY -> date.plusDays(1).atStartOfDay(zone);
      case MONTH -> date.withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
    };
  }

  /** Where a clock changes by half an hour the next full hour may lie in the past. */
  private static ZonedDateTime after(ZonedDateTime start, ZonedDateTime next, long minutes) {
    return next.isAfter(start) ? next : start.plusMinutes(minutes);
  }
}
