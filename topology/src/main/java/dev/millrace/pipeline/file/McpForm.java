// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Tool;

/** {@code tools.NAME.mcp}. */
final class McpForm extends Form<Tool.Mcp> {
  private final Key<String> server = required("server", new ReferenceTo(Section.MCP_SERVERS));
  private final Key<String> tool = required("tool", Texts.words("the server's name for it"));
  private final Key<String> pin =
      key("pin", Texts.matching("[0-9a-f]{16}", "a pin", "what 'millrace tools' prints"), "");

  @Override
  Tool.Mcp build(Entries entries) {
    return new Tool.Mcp(entries.get(server), entries.get(tool), entries.get(pin));
  }
}
