// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ReasoningEffort;

/**
 * Tells a model how much to think, in the way of its generation. What is thought counts against the
 * limit of the output, so a budget is a share of it.
 */
final class ThinkingConfig {
  private static final int MOST = 24_576;

  private ThinkingConfig() {}

  static void add(ObjectNode config, ModelRequest request) {
    ReasoningEffort effort = request.options().reasoningEffort();
    GeminiModel model = GeminiModel.of(request.model());
    if (effort == null) {
      return;
    }
    if (model.thinksByLevel()) {
      config.putObject("thinkingConfig").put("thinkingLevel", level(effort, model));
    } else if (model.thinksByBudget()) {
      int budget = budget(effort, model, request.maxOutputTokens());
      config.putObject("thinkingConfig").put("thinkingBudget", budget);
    }
  }

  /** The least that all models of it know is low: they cannot do without. */
  private static String level(ReasoningEffort effort, GeminiModel model) {
    return switch (effort) {
      case NONE, MINIMAL, LOW -> "LOW";
      case MEDIUM -> model.thinksLittleOrMuch() ? "HIGH" : "MEDIUM";
      case HIGH -> "HIGH";
    };
  }

  private static int budget(ReasoningEffort effort, GeminiModel model, int maxOutputTokens) {
    int quarter = maxOutputTokens / 4;
    int share =
        switch (effort) {
          case NONE -> 0;
          case MINIMAL -> model.leastBudget();
          case LOW -> quarter;
          case MEDIUM -> 2 * quarter;
          case HIGH -> 3 * quarter;
        };
    int budget = Math.min(MOST, Math.max(model.leastBudget(), share));
    boolean room = effort != ReasoningEffort.NONE && budget < maxOutputTokens;
    return room ? budget : model.canDoWithoutThinking() ? 0 : model.leastBudget();
  }
}
