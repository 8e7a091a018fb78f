// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

/** The parts of the file whose entries others refer to by name. */
enum Section {
  PROVIDERS("provider", "providers"),
  MODELS("model", "models"),
  MCP_SERVERS("MCP server", "mcp_servers"),
  TOOLS("tool", "tools"),
  ROUTES("route", "routes");

  private final String one;
  private final String key;

  Section(String one, String key) {
    this.one = one;
    this.key = key;
  }

  String one() {
    return one;
  }

  String key() {
    return key;
  }
}
