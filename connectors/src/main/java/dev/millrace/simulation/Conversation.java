// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.Message;
import dev.millrace.model.ToolUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A conversation as the simulated model remembers it.
 *
 * @param userText all that the user said, in order
 * @param userWords the words of it
 * @param calls the calls that were made and answered, in order
 * @param context JSON that stands in the messages of system and user
 * @param usersTurn whether the user spoke last
 */
record Conversation(
    String systemText,
    String userText,
    String lastUserText,
    Set<String> userWords,
    List<PastCall> calls,
    List<JsonNode> context,
    boolean usersTurn) {

  private static final int MAX_TEXT = 64 * 1024;

  static Conversation of(List<Message> messages) {
    StringBuilder system = new StringBuilder();
    StringBuilder user = new StringBuilder();
    String lastUser = "";
    Map<String, ToolUse> asked = new LinkedHashMap<>();
    List<PastCall> calls = new ArrayList<>();
    for (Message message : messages) {
      if (message instanceof Message.SystemMessage said) {
        system.append(said.text()).append('\n');
      } else if (message instanceof Message.UserMessage said) {
        user.append(said.text()).append('\n');
        lastUser = said.text();
      } else if (message instanceof Message.AssistantMessage said) {
        said.toolUses().forEach(use -> asked.put(use.id(), use));
      } else if (message instanceof Message.ToolMessage said) {
        ToolUse use = asked.getOrDefault(said.toolUseId(), new ToolUse("", "", "{}"));
        calls.add(PastCall.of(use, said.content()));
      }
    }
    return of(limited(system), limited(user), lastUser, calls, usersTurn(messages));
  }

  private static Conversation of(
      String system, String user, String lastUser, List<PastCall> calls, boolean usersTurn) {
    List<JsonNode> context = new ArrayList<>(JsonFragments.in(system));
    context.addAll(JsonFragments.in(user));
    return new Conversation(system, user, lastUser, Words.of(user), calls, context, usersTurn);
  }

  private static boolean usersTurn(List<Message> messages) {
    return messages.get(messages.size() - 1) instanceof Message.UserMessage;
  }

  /** What came last matters most, so that is what stays. */
  private static String limited(StringBuilder text) {
    return text.substring(Math.max(0, text.length() - MAX_TEXT));
  }

  boolean called(String tool) {
    return calls.stream().anyMatch(call -> call.use().name().equals(tool));
  }

  boolean called(String tool, JsonNode arguments) {
    return calls.stream()
        .anyMatch(call -> call.use().name().equals(tool) && arguments.equals(call.arguments()));
  }
}
