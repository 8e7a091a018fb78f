// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.util.List;

/** One message of a conversation with a model. */
public sealed interface Message {

  /** What the workflow tells the model before all else. */
  record SystemMessage(String text) implements Message {}

  /** What a user said. */
  record UserMessage(String text) implements Message {}

  /** What a model said: text, wishes to call tools, or both. */
  record AssistantMessage(String text, List<ToolUse> toolUses) implements Message {
    public AssistantMessage {
      toolUses = List.copyOf(toolUses);
    }
  }

  /** What a tool returned for the use with this id; JSON or plain text. */
  record ToolMessage(String toolUseId, String content) implements Message {}
}
