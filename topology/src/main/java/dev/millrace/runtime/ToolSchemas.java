// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.prompt.ToolGate;
import dev.millrace.tool.ToolArguments;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The JSON Schemas of a pipeline's tools, compiled once. */
final class ToolSchemas implements ToolGate {
  private final Map<String, ToolArguments> byTool = new HashMap<>();

  ToolSchemas(Pipeline pipeline) {
    pipeline
        .tools()
        .forEach((name, tool) -> byTool.put(name, new ToolArguments(tool.parameters())));
  }

  @Override
  public Optional<String> mistake(String tool, String argumentsJson) {
    return Objects.requireNonNull(byTool.get(tool), tool).mistake(argumentsJson);
  }
}
