// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.seeded.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the topics say after a round.
 *
 * @param requests different ones
 * @param lost requests without a result
 * @param doubled results that came although nobody asked once more, or that differ from the first
 * @param costEvents different ones
 * @param paidTwice cost events that came again
 * @param overspentNanos of tenants' days, see {@code Books}
 * @param endings how many runs ended how: status and reason
 * @param violations what was broken, those above among it
 */
record ChaosVerdict(
    int requests,
    int lost,
    int doubled,
    long costEvents,
    long paidTwice,
    long overspentNanos,
    Map<String, Integer> endings,
    List<Violation> violations) {
  ChaosVerdict {
    endings = Map.copyOf(endings);
    violations = List.copyOf(violations);
  }

  ChaosVerdict and(List<Violation> more) {
    List<Violation> all = new ArrayList<>(more);
    all.addAll(violations);
    return new ChaosVerdict(
        requests, lost, doubled, costEvents, paidTwice, overspentNanos, endings, all);
  }
}
