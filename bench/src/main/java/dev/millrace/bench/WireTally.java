// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.recorded.Disagreement;
import java.util.ArrayList;
import java.util.List;

/** How many exchanges were read as they were recorded, and where the others differ. */
final class WireTally {
  private long exchanges;
  private long agree;
  private final List<Disagreement> disagreements = new ArrayList<>();

  /** One exchange, with all that it is read otherwise in. */
  void add(List<Disagreement> found) {
    exchanges++;
    agree += found.isEmpty() ? 1 : 0;
    disagreements.addAll(found);
  }

  void addAll(WireTally other) {
    exchanges += other.exchanges;
    agree += other.agree;
    disagreements.addAll(other.disagreements);
  }

  long disagree() {
    return exchanges - agree;
  }

  List<Disagreement> disagreements() {
    return disagreements;
  }

  Figures figures() {
    return Figures.none()
        .with("exchanges", exchanges)
        .with("agree", agree)
        .with("disagree", disagree());
  }
}
