// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.Comparator;

/**
 * How one call of a run ended, kept for the steps that follow: stored once, never rewritten.
 *
 * @param name the plan's name of it, or the tool's, or the model's
 * @param startedAtMs when it first left, epoch milliseconds
 */
public record Part(CallId id, String name, CallResult result, long startedAtMs, long endedAtMs) {
  public static final Comparator<Part> BY_CALL = Comparator.comparing(Part::id);
}
