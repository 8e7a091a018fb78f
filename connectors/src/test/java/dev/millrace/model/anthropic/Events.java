// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

/** The events of a stream, as Anthropic sends them. */
final class Events {
  static final String STOP = event("message_stop", "");

  private Events() {}

  static String start(String usage) {
    return event(
        "message_start",
        ",\"message\":{\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":"
            + "\"claude-sonnet-4-5-20250929\",\"stop_reason\":null,\"usage\":"
            + usage
            + "}");
  }

  static String block(int index, String block) {
    return event("content_block_start", ",\"index\":" + index + ",\"content_block\":" + block);
  }

  static String delta(int index, String delta) {
    return event("content_block_delta", ",\"index\":" + index + ",\"delta\":" + delta);
  }

  static String text(String text) {
    return delta(0, "{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
  }

  static String end(String stopReason, String usage) {
    return event(
        "message_delta", ",\"delta\":{\"stop_reason\":\"" + stopReason + "\"},\"usage\":" + usage);
  }

  private static String event(String type, String rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
  }
}
