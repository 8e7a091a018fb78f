// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

/** The events of a stream, as OpenAI sends them. */
final class Events {
  static final String CREATED =
      event("response.created", ",\"response\":" + response("in_progress", "", "null"));

  private Events() {}

  static String text(String text) {
    return event("response.output_text.delta", ",\"output_index\":0,\"delta\":\"" + text + "\"");
  }

  static String call(int index, String id, String name) {
    return event(
        "response.output_item.added",
        ",\"output_index\":" + index + ",\"item\":" + callItem(id, name, ""));
  }

  static String arguments(int index, String delta) {
    return event(
        "response.function_call_arguments.delta",
        ",\"output_index\":" + index + ",\"delta\":\"" + delta + "\"");
  }

  static String completed(String items, String usage) {
    return event("response.completed", ",\"response\":" + response("completed", items, usage));
  }

  static String incomplete(String reason, String items, String usage) {
    String response = response("incomplete", items, usage);
    return event(
        "response.incomplete",
        ",\"response\":"
            + response.replace(
                "\"incomplete_details\":null",
                "\"incomplete_details\":{\"reason\":\"" + reason + "\"}"));
  }

  static String response(String status, String items, String usage) {
    return "{\"object\":\"response\",\"status\":\"%s\",\"error\":null,\"incomplete_details\":null,"
            .formatted(status)
        + "\"model\":\"gpt-5.4-2026-03-05\",\"output\":[%s],\"usage\":%s}".formatted(items, usage);
  }

  static String message(String text) {
    return "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"%s\"}]}"
        .formatted(text);
  }

  static String callItem(String id, String name, String arguments) {
    return "{\"type\":\"function_call\",\"call_id\":\"%s\",\"name\":\"%s\",\"arguments\":\"%s\"}"
        .formatted(id, name, arguments);
  }

  static String event(String type, String rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
  }
}
