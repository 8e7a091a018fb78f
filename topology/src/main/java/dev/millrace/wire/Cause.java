// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import java.util.Locale;

/** By what money was saved. */
enum Cause {
  /** Ours of whole answers: what the answer had cost when it was made. */
  RESULT_CACHE,
  /** Ours of what tools return: what the call had cost when it was made. */
  TOOL_CACHE,
  /** The provider's of prompts. */
  PROMPT_CACHE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
