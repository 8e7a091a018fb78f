// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import java.util.List;

/** What kept money from being spent, in the words of cost events. */
final class Savings {
  static final String TOOL_CACHE = "tool_cache";

  /** Those that a report names even where there is nothing of them. */
  static final List<String> USUAL = List.of("result_cache", TOOL_CACHE, "prompt_cache");

  private Savings() {}
}
