// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.mcp.McpServer;
import dev.millrace.mcp.McpServerSettings;
import dev.millrace.pipeline.McpServerConfig;

/** Opens the MCP servers that a pipeline describes. */
public final class McpServers {
  private McpServers() {}

  /** A server; nothing is sent before somebody calls a tool of it, or asks for its tools. */
  public static McpServer open(McpServerConfig config) {
    return new McpServer(
        new McpServerSettings(
            config.name(), reach(config), config.connectTimeout(), config.maxMessageBytes()));
  }

  private static McpServerSettings.Reach reach(McpServerConfig config) {
    return config.reach() instanceof McpServerConfig.Http http
        ? new McpServerSettings.Http(http.url(), http.headers(), Connectors.rules(http.network()))
        : stdio((McpServerConfig.Stdio) config.reach());
  }

  private static McpServerSettings.Reach stdio(McpServerConfig.Stdio process) {
    return new McpServerSettings.Stdio(process.command(), process.args(), process.env());
  }
}
