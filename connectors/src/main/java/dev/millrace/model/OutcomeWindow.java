// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.util.BitSet;

/** The latest outcomes, good and bad, in a ring. */
final class OutcomeWindow {
  private final BitSet bad = new BitSet();
  private final int most;
  private int next;
  private int size;

  OutcomeWindow(int most) {
    this.most = most;
  }

  void add(boolean isBad) {
    bad.set(next, isBad);
    next = (next + 1) % most;
    size = Math.min(size + 1, most);
  }

  int size() {
    return size;
  }

  /** The share of the bad ones, 0 to 1; of at least one outcome. */
  double failures() {
    return (double) bad.cardinality() / size;
  }

  void clear() {
    bad.clear();
    next = 0;
    size = 0;
  }
}
