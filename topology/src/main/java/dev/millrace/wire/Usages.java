// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.call.Usage;

/** What providers counted, on topics. */
final class Usages {
  private Usages() {}

  static dev.millrace.schemas.Usage of(Usage usage) {
    return new dev.millrace.schemas.Usage(
        usage.inputTokens(),
        usage.outputTokens(),
        usage.cacheReadInputTokens(),
        usage.cacheWriteInputTokens(),
        usage.reasoningOutputTokens(),
        usage.estimated(),
        usage.cacheWrite1hInputTokens(),
        usage.rejectedPredictionTokens());
  }
}
