// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.Message;
import dev.millrace.model.ModelRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the model.
 *
 * @param toolChoice {@code auto}, {@code none}, {@code required}, or {@code =NAME} of a tool
 * @param responseSchema a JSON Schema the answer must meet; an empty object for any JSON object
 * @param maxTokens of output
 */
record ChatRequest(
    String model,
    List<Message> messages,
    Toolbox toolbox,
    String toolChoice,
    boolean parallelToolCalls,
    @Nullable JsonNode responseSchema,
    int maxTokens,
    boolean stream,
    boolean includeUsage) {

  static ChatRequest of(ModelRequest request) {
    String schema = request.responseSchema();
    return new ChatRequest(
        request.model(),
        request.messages(),
        Toolbox.of(request.tools()),
        "auto",
        true,
        schema == null ? null : JsonFragments.whole(schema),
        request.maxOutputTokens(),
        false,
        true);
  }
}
