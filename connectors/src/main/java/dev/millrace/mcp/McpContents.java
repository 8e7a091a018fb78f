// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of a tool's answer, as a text that a model can read. */
final class McpContents {
  private McpContents() {}

  static McpAnswer answer(CallToolResult result) {
    List<McpSchema.Content> parts = result.content() == null ? List.of() : result.content();
    String text = parts.stream().map(McpContents::text).collect(Collectors.joining("\n"));
    boolean isError = Boolean.TRUE.equals(result.isError());
    return new McpAnswer(text, McpJson.tree(result.structuredContent()), isError);
  }

  /** What is no text is named and left out: nobody after us could read it. */
  private static String text(McpSchema.Content part) {
    if (part instanceof McpSchema.TextContent text) {
      return text.text();
    }
    if (part instanceof McpSchema.EmbeddedResource embedded) {
      return embedded.resource() instanceof McpSchema.TextResourceContents resource
          ? resource.text()
          : leftOut("resource", embedded.resource().mimeType());
    }
    if (part instanceof McpSchema.ResourceLink link) {
      return "[resource " + link.uri() + "]";
    }
    if (part instanceof McpSchema.ImageContent image) {
      return leftOut("image", image.mimeType());
    }
    return part instanceof McpSchema.AudioContent audio
        ? leftOut("audio", audio.mimeType())
        : leftOut(part.type(), null);
  }

  private static String leftOut(String what, @Nullable String type) {
    return "[" + what + (type == null ? "" : " of " + type) + " left out]";
  }
}
