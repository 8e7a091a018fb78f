// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import java.util.List;

/** What the simulated model answers. */
record Reply(String text, List<ToolUse> toolUses, FinishReason finishReason) {

  Reply {
    toolUses = List.copyOf(toolUses);
  }

  static Reply saying(String text) {
    return new Reply(text, List.of(), FinishReason.STOP);
  }

  static Reply calling(List<ToolUse> toolUses) {
    return new Reply("", toolUses, FinishReason.TOOL_CALLS);
  }
}
