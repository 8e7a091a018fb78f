// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A tool as its server describes it.
 *
 * @param readOnly what the server says of it; a hint, and no promise
 * @param pin stands for all that the server says of how to call it: another one, another pin
 */
public record OfferedTool(
    String name, String description, JsonNode inputSchema, boolean readOnly, String pin) {
  private static final int PIN_BYTES = 8;

  static OfferedTool of(McpSchema.Tool tool) {
    ObjectNode schema = McpJson.object(tool.inputSchema());
    McpSchema.ToolAnnotations hints = tool.annotations();
    return new OfferedTool(
        tool.name(),
        Objects.requireNonNullElse(tool.description(), ""),
        schema,
        hints != null && Boolean.TRUE.equals(hints.readOnlyHint()),
        pin(tool));
  }

  private static String pin(McpSchema.Tool tool) {
    ObjectNode said = McpJson.object(tool.inputSchema());
    said = McpJson.object(null).put("description", tool.description()).set("input", said);
    said.set("output", McpJson.object(tool.outputSchema()));
    byte[] bytes = McpJson.sorted(said).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, PIN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
