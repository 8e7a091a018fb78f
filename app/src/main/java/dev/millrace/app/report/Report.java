// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.ledger.Windows;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Feedback;
import dev.millrace.schemas.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs, what they cost and what was said of them, added up by the lines that were asked for. It
 * keeps a line for each group, what was said of each request, and a mark for each result; not the
 * records. Feedback comes first.
 */
public final class Report {
  static final int MOST_GROUPS = 100_000;

  private final Question question;
  private final Windows calendar;
  private final Opinions opinions = new Opinions();
  private final SeenRuns seen = new SeenRuns();
  private final SortedMap<Group, Figures> groups = new TreeMap<>();
  private final Figures total = new Figures();
  private long repeated;
  private long inOtherCurrency;
  private long unreadable;

  public Report(Question question) {
    this.question = question;
    this.calendar = new Windows(question.zone());
  }

  /**
   * Somebody said this of a request.
   *
   * @param recordMs its record's time, epoch milliseconds
   */
  public void take(Feedback feedback, long recordMs) {
    opinions.take(feedback, recordMs);
  }

  /** A run ended so. */
  public void take(Result result) {
    if (!question.contains(result.getEndedAtMs())) {
      return;
    }
    if (!seen.add(result)) {
      repeated++;
      return;
    }
    Outcome outcome = Outcome.of(result, opinions.of(result));
    total.add(outcome);
    List<List<String>> names = new ArrayList<>(List.of(List.of()));
    for (Dimension dimension : question.by()) {
      names = each(names, dimension.of(result));
    }
    names.forEach(one -> group(result.getEndedAtMs(), one).add(outcome));
  }

  private static List<List<String>> each(List<List<String>> before, List<String> names) {
    List<List<String>> after = new ArrayList<>();
    for (List<String> one : before) {
      for (String name : names) {
        List<String> longer = new ArrayList<>(one);
        longer.add(name);
        after.add(longer);
      }
    }
    return after;
  }

  /** Something cost so much, or was saved. */
  public void take(CostEvent event) {
    if (!question.contains(event.getAtMs())) {
      return;
    }
    if (!event.getCurrency().equals(question.currency())) {
      inOtherCurrency++;
      return;
    }
    total.add(event);
    List<String> names = question.by().stream().map(dimension -> dimension.of(event)).toList();
    group(event.getAtMs(), names).add(event);
  }

  /** There was a record that nobody can read. */
  public void takeUnreadable() {
    unreadable++;
  }

  private Figures group(long atMs, List<String> names) {
    Group group = new Group(question.window().startMs(atMs, calendar), List.copyOf(names));
    Figures figures = groups.computeIfAbsent(group, any -> new Figures());
    if (groups.size() > MOST_GROUPS) {
      throw new ReportTooLargeException(
          "more than %d lines; ask for less time, wider windows or fewer dimensions"
              .formatted(MOST_GROUPS));
    }
    return figures;
  }

  Question question() {
    return question;
  }

  SortedMap<Group, Figures> groups() {
    return groups;
  }

  /** Of all lines; each run counts once. */
  Figures total() {
    return total;
  }

  Opinions opinions() {
    return opinions;
  }

  /** Results that came again. */
  long repeated() {
    return repeated;
  }

  long inOtherCurrency() {
    return inOtherCurrency;
  }

  long unreadable() {
    return unreadable;
  }
}
