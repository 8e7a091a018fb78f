// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.BudgetWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The windows of time that a report is divided into, which begin as those of budgets do. */
public enum Span {
  /** With its offset, for the clocks of a zone may show an hour twice. */
  HOUR(BudgetWindow.HOUR, "yyyy-MM-dd HH:mmxxx"),
  DAY(BudgetWindow.DAY, "yyyy-MM-dd"),
  MONTH(BudgetWindow.MONTH, "yyyy-MM"),
  ALL(null, "");

  private final @Nullable BudgetWindow window;
  private final DateTimeFormatter pattern;

  Span(@Nullable BudgetWindow window, String pattern) {
    this.window = window;
    this.pattern = DateTimeFormatter.ofPattern(pattern);
  }

  /** When the window of an instant began; epoch milliseconds, 0 if there is but one. */
  long startMs(long atMs, Windows calendar) {
    return window == null ? 0 : calendar.startMs(window, atMs);
  }

  /** How people name the window that began then. */
  String name(long startMs, ZoneId zone) {
    return pattern.format(Instant.ofEpochMilli(startMs).atZone(zone));
  }
}
