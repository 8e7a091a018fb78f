// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.WellFormed;

/**
 * A model's wish to call a tool.
 *
 * @param id the model's own, to be named by the result
 * @param arguments as the model wrote them: meant to be a JSON object, and not always one
 * @param signature what the provider wants to see again with this use, unread by anyone else; empty
 *     for nothing
 */
public record ToolUse(String id, String name, String arguments, String signature) {
  public ToolUse {
    id = WellFormed.of(id);
    name = WellFormed.of(name);
    arguments = WellFormed.of(arguments);
    signature = WellFormed.of(signature);
  }

  /** The same, as if nobody had signed it. */
  public ToolUse unsigned() {
    return new ToolUse(id, name, arguments);
  }

  /** A use that nobody signed. */
  public ToolUse(String id, String name, String arguments) {
    this(id, name, arguments, "");
  }
}
