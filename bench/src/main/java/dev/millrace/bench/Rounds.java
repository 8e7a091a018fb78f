// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same measurement several times: its middle value, and how far its values lie apart. */
final class Rounds {
  private final List<Latencies> rounds = new ArrayList<>();

  void add(Latencies round) {
    rounds.add(round);
  }

  /** The median over the rounds; of an even number of them, the mean of the two in the middle. */
  double medianMs(double percent) {
    List<Double> sorted = sorted(percent);
    int size = sorted.size();
    return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /** The least and the most of any round. */
  List<Double> spreadMs(double percent) {
    List<Double> sorted = sorted(percent);
    return sorted.isEmpty()
        ? List.of()
        : List.of(brief(sorted, 0), brief(sorted, sorted.size() - 1));
  }

  private static double brief(List<Double> values, int index) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4g", values.get(index)));
  }

  private List<Double> sorted(double percent) {
    return rounds.stream().map(round -> round.percentileMs(percent)).sorted().toList();
  }
}
