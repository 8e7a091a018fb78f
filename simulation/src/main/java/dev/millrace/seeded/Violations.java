// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a history broke; the first few, for one mistake breaks much. */
final class Violations {
  private static final int MOST = 20;

  private final List<Violation> found = new ArrayList<>();

  void add(String rule, String detail) {
    if (found.size() < MOST) {
      found.add(new Violation(rule, detail));
    }
  }

  void check(boolean holds, String rule, String detail) {
    if (!holds) {
      add(rule, detail);
    }
  }

  /** For what is checked so often that to tell it each time would take longer than the check. */
  void check(boolean holds, String rule, Supplier<String> detail) {
    if (!holds) {
      add(rule, detail.get());
    }
  }

  List<Violation> all() {
    return List.copyOf(found);
  }
}
