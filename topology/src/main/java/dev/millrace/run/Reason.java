// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/** The words that say why a run ended as it did; users match on them, so they never change. */
public final class Reason {
  public static final String ANSWERED = "answered";
  public static final String CACHED = "cached";
  public static final String STEPS = "steps";
  public static final String RETRIES = "retries";
  public static final String NO_PROGRESS = "no_progress";
  public static final String DEADLINE = "deadline";
  public static final String CANCELLED = "cancelled";
  public static final String LENGTH = "length";
  public static final String UNKNOWN_OUTCOME = "unknown_outcome";
  public static final String ROUTE_CHANGED = "route_changed";

  private Reason() {}
}
