// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.schemas.CostEvent;
import java.util.List;

/** What kept money from being spent. */
final class Savings {
  static final String RESULT_CACHE = "result_cache";
  static final String TOOL_CACHE = "tool_cache";
  static final String PROMPT_CACHE = "prompt_cache";

  private static final String OTHER = "other";

  /** Those that a report names even where there is nothing of them. */
  static final List<String> USUAL = List.of(RESULT_CACHE, TOOL_CACHE, PROMPT_CACHE);

  private Savings() {}

  /** Of an event of kind saved. */
  static String cause(CostEvent event) {
    return event.getCause().isEmpty() ? OTHER : event.getCause();
  }
}
