// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.model.Message;
import dev.millrace.model.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param messages what is counted, for whichever model
 * @param sent what the model gets that is asked now: no more than that
 * @param carried how many messages, the first ones, the turn before had sent as well
 * @param prediction what it will mostly answer; empty for none
 * @param cacheKey shared by the requests whose prompts begin alike: those of a node of a route, or
 *     the turns of one agent's run
 */
record Ask(
    String model,
    List<Message> messages,
    List<Message> sent,
    int carried,
    List<ToolSpec> tools,
    String prediction,
    @Nullable Integer maxOutputTokens,
    @Nullable String schema,
    String name,
    String cacheKey) {

  /** What is counted is what is sent. */
  Ask(
      String model,
      List<Message> messages,
      List<ToolSpec> tools,
      String prediction,
      @Nullable Integer maxOutputTokens,
      @Nullable String schema,
      String name,
      String cacheKey) {
    this(model, messages, messages, 0, tools, prediction, maxOutputTokens, schema, name, cacheKey);
  }

  Ask sending(List<Message> fewer, int again) {
    return new Ask(
        model, messages, fewer, again, tools, prediction, maxOutputTokens, schema, name, cacheKey);
  }
}
