// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import java.util.Comparator;
import java.util.List;

/**
 * A line of a report.
 *
 * @param startMs when its window began, epoch milliseconds
 * @param names one in each dimension; empty for none
 */
record Group(long startMs, List<String> names) implements Comparable<Group> {
  private static final Comparator<Group> ORDER =
      Comparator.comparingLong(Group::startMs).thenComparing(Group::names, Group::compareNames);

  private static int compareNames(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  @Override
  public int compareTo(Group other) {
    return ORDER.compare(this, other);
  }
}
