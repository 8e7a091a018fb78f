// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.WellFormed;

/**
 * A model's wish to call a tool.
 *
 * @param id the model's own, to be named by the result
 * @param arguments as the model wrote them: meant to be a JSON object, and not always one
 */
public record ToolUse(String id, String name, String arguments) {
  public ToolUse {
    id = WellFormed.of(id);
    name = WellFormed.of(name);
    arguments = WellFormed.of(arguments);
  }
}
