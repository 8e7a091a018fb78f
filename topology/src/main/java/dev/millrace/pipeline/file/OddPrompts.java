// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.advice.Advice;
import dev.millrace.advice.PromptAdvice;
import dev.millrace.pipeline.Pipeline;

/** Warns of prompts that work, though hardly as well as they could. */
final class OddPrompts {
  private OddPrompts() {}

  static void check(At root, Pipeline pipeline) {
    for (Advice advice : PromptAdvice.of(pipeline)) {
      At at = root;
      for (String part : advice.path()) {
        At below = at.find(part);
        at = below == null ? at : below;
      }
      at.context().warning(at, advice.message(), advice.mend());
    }
  }
}
