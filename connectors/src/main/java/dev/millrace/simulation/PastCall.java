// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ToolUse;
import org.jspecify.annotations.Nullable;

/**
 * A tool call that was made earlier in a conversation.
 *
 * @param arguments null if they are no JSON
 * @param json the result where it is a JSON object or array
 */
record PastCall(ToolUse use, @Nullable JsonNode arguments, String result, @Nullable JsonNode json) {

  static PastCall of(ToolUse use, String result) {
    JsonNode json = JsonFragments.whole(result);
    boolean structured = json != null && json.isContainerNode();
    return new PastCall(
        use, JsonFragments.whole(use.arguments()), result, structured ? json : null);
  }

  /** The result as a single bare value such as {@code yusuf_rossi_9620}, or null. */
  @Nullable String bareValue() {
    String value = result.strip();
    if (value.length() > 2 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1);
    }
    boolean bare =
        json == null && Patterns.match("[\\w#@.+-]{1,80}", value) && !value.equals("null");
    return bare ? value : null;
  }
}
