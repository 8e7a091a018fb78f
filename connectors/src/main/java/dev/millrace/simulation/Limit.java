// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import java.util.ArrayList;
import java.util.List;

/** How many tokens a reply may have. What is over is cut, as a real model would stop. */
record Limit(int maxTokens) {

  static Limit of(int maxTokens) {
    return new Limit(maxTokens);
  }

  static int tokens(Reply reply) {
    int tokens = Tokens.count(reply.text());
    for (ToolUse use : reply.toolUses()) {
      tokens += Tokens.count(use.name()) + Tokens.count(use.arguments());
    }
    return tokens;
  }

  Reply on(Reply reply) {
    if (tokens(reply) <= maxTokens) {
      return reply;
    }
    String text = Tokens.cut(reply.text(), maxTokens);
    return new Reply(text, cut(reply.toolUses()), FinishReason.LENGTH);
  }

  private List<ToolUse> cut(List<ToolUse> uses) {
    List<ToolUse> kept = new ArrayList<>();
    int left = maxTokens;
    for (ToolUse use : uses) {
      left -= Tokens.count(use.name());
      if (left <= 0) {
        break;
      }
      String arguments = Tokens.cut(use.arguments(), left);
      kept.add(new ToolUse(use.id(), use.name(), arguments));
      left -= Tokens.count(arguments);
    }
    return kept;
  }
}
