// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool of an MCP server.
 *
 * @param tool the server's name for it
 * @param pin what it should be described as; empty if that is not compared
 * @param pick result field to JSON pointer into the answer; empty picks everything
 * @param maxResponseBytes a longer answer is a failure, not a cut
 * @param atMostOnce whether it would do harm to send a request twice
 */
public record McpToolSettings(
    String tool, String pin, Map<String, String> pick, int maxResponseBytes, boolean atMostOnce) {
  public McpToolSettings {
    pick = Collections.unmodifiableMap(new LinkedHashMap<>(pick));
  }
}
