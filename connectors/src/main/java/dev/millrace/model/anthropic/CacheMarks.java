// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.token.TokenCounter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks where the stable beginning of a prompt ends: after tools and system prompt, which other
 * runs share; and after what was said before the user's last turn, which the next turn shares. The
 * turn before is marked as well, since a mark finds an entry only within twenty blocks. So three
 * marks of the four that are allowed.
 */
final class CacheMarks {
  private CacheMarks() {}

  /**
   * Marks a written request.
   *
   * @param leastTokens a shorter beginning is not kept, and so not marked
   */
  static void put(ObjectNode body, ModelRequest request, int leastTokens) {
    if (head(request) >= leastTokens) {
      mark(lastOf(body.has("system") ? body.path("system") : body.path("tools")));
    }
    if (stable(request) < leastTokens) {
      return;
    }
    JsonNode turns = body.path("messages");
    int left = 2;
    for (int at = lastTurnOfUser(turns) - 1; at >= 0 && left > 0; at--) {
      if (turns.get(at).path("role").asText().equals("assistant")) {
        mark(lastOf(turns.get(at).path("content")));
        left--;
      }
    }
  }

  private static int head(ModelRequest request) {
    List<Message> system =
        request.messages().stream().filter(SystemMessage.class::isInstance).toList();
    return count(request, system);
  }

  /** The tokens up to what the model said last. */
  private static int stable(ModelRequest request) {
    int end = request.messages().size();
    while (end > 0 && !(request.messages().get(end - 1) instanceof AssistantMessage)) {
      end--;
    }
    return end == 0 ? 0 : count(request, request.messages().subList(0, end));
  }

  private static int count(ModelRequest request, List<Message> messages) {
    return TokenCounter.forModel(request.model()).countMessages(messages, request.tools());
  }

  private static int lastTurnOfUser(JsonNode turns) {
    int at = turns.size() - 1;
    while (at >= 0 && !turns.get(at).path("role").asText().equals("user")) {
      at--;
    }
    return at;
  }

  private static @Nullable ObjectNode lastOf(JsonNode blocks) {
    return blocks.isEmpty() ? null : (ObjectNode) blocks.get(blocks.size() - 1);
  }

  private static void mark(@Nullable ObjectNode block) {
    if (block != null) {
      block.putObject("cache_control").put("type", "ephemeral");
    }
  }
}
