// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.model.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tools of a request, read once.
 *
 * @param text as they stand in the prompt, for counting tokens
 */
record Toolbox(List<OfferedTool> tools, String text) {

  static final Toolbox EMPTY = new Toolbox(List.of(), "");

  Toolbox {
    tools = List.copyOf(tools);
  }

  static Toolbox of(List<ToolSpec> specs) {
    String text = specs.stream().map(ToolSpec::toString).collect(Collectors.joining("\n"));
    return new Toolbox(specs.stream().map(OfferedTool::of).toList(), text);
  }
}
