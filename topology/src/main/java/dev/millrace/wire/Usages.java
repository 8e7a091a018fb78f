// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;

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

  /** Its input tokens by what they are. */
  static dev.millrace.schemas.InputBuckets of(InputBuckets counted, Usage usage) {
    InputBuckets told = counted.scaledTo(usage.inputTokens());
    return new dev.millrace.schemas.InputBuckets(
        told.system(),
        told.toolSchemas(),
        told.history(),
        told.toolOutput(),
        told.carriedHistory() + told.carriedToolOutput());
  }
}
