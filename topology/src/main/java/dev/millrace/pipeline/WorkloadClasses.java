// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.List;

/** The classes that a request's workload may be of, beside those that budgets name. */
public final class WorkloadClasses {
  public static final String INTERACTIVE = "interactive";

  /** Yields to all others. */
  public static final String BACKGROUND = "background";

  public static final List<String> USUAL = List.of(INTERACTIVE, BACKGROUND, "high_value");

  private WorkloadClasses() {}
}
