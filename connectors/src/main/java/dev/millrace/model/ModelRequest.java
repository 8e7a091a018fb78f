// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a model call.
 *
 * @param callId the idempotency key: the same for every attempt of the same call, but for one that
 *     is made beside another
 * @param model the name the provider knows it by
 * @param responseSchema a JSON Schema the answer must meet, as JSON text; null for free text
 * @param timeout from start to last byte
 */
public record ModelRequest(
    String callId,
    String model,
    List<Message> messages,
    List<ToolSpec> tools,
    int maxOutputTokens,
    @Nullable Double temperature,
    @Nullable String responseSchema,
    Duration timeout,
    ModelOptions options) {

  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    if (maxOutputTokens < 1) {
      throw new IllegalArgumentException("maxOutputTokens < 1: " + maxOutputTokens);
    }
  }

  /** A request with the default options. */
  public ModelRequest(
      String callId,
      String model,
      List<Message> messages,
      List<ToolSpec> tools,
      int maxOutputTokens,
      @Nullable Double temperature,
      @Nullable String responseSchema,
      Duration timeout) {
    this(
        callId,
        model,
        messages,
        tools,
        maxOutputTokens,
        temperature,
        responseSchema,
        timeout,
        ModelOptions.DEFAULT);
  }

  /** The same under another idempotency key: two requests that are both to be answered. */
  public ModelRequest withCallId(String changed) {
    return new ModelRequest(
        changed,
        model,
        messages,
        tools,
        maxOutputTokens,
        temperature,
        responseSchema,
        timeout,
        options);
  }

  public ModelRequest withOptions(ModelOptions changed) {
    return new ModelRequest(
        callId,
        model,
        messages,
        tools,
        maxOutputTokens,
        temperature,
        responseSchema,
        timeout,
        changed);
  }
}
