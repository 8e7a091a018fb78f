// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.Locale;

/** What people are told of a run that grows or is dear; of each run at most once. */
public enum Alarm {
  /** A step's input grew by much, and by nothing but what was said. */
  HISTORY_GREW,
  /** It has cost many times what a single model call of its route costs. */
  RUN_DEAR;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
