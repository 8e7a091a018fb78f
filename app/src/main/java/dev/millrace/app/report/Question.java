// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * What a report is asked for.
 *
 * @param zone by whose clock windows begin
 * @param currency of the ledger; amounts in another one cannot be added to its
 * @param fromMs the first instant that counts, epoch milliseconds
 * @param toMs the first that does not any more
 */
public record Question(
    List<Dimension> by, Span window, ZoneId zone, String currency, long fromMs, long toMs) {

  public Question {
    by = List.copyOf(by);
    if (Set.copyOf(by).size() < by.size()) {
      throw new IllegalArgumentException("a report is told apart by each dimension once");
    }
    if (fromMs >= toMs) {
      throw new IllegalArgumentException("the time ends before it begins");
    }
  }

  boolean contains(long atMs) {
    return atMs >= fromMs && atMs < toMs;
  }
}
