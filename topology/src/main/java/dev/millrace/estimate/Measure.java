// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.Locale;

/** What is told of a run's toll. */
public enum Measure {
  MODEL_CALLS,
  TOOL_CALLS,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  COST_NANOS,
  LATENCY_MS;

  /** With its unit. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public long of(Toll toll) {
    return switch (this) {
      case MODEL_CALLS -> toll.spent().modelCalls();
      case TOOL_CALLS -> toll.spent().toolCalls();
      case INPUT_TOKENS -> toll.spent().inputTokens();
      case OUTPUT_TOKENS -> toll.spent().outputTokens();
      case COST_NANOS -> toll.spent().moneyNanos();
      case LATENCY_MS -> toll.tookMs();
    };
  }

  /** Of time only what is likely is told. */
  public boolean hasBounds() {
    return this != LATENCY_MS;
  }
}
