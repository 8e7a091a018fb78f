// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.Locale;

/** How a run ended. */
public enum RunStatus {
  /** With the answer that was asked for. */
  COMPLETED,
  /** A limit was met; the answer is what was known by then. */
  INCOMPLETE,
  /** Something it needed failed for good. */
  FAILED,
  /** Somebody called it off. */
  CANCELLED,
  /** Its deadline was over before it began. */
  EXPIRED,
  /** It was never let in. */
  REJECTED;

  /** As it stands in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
