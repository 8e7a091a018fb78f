// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.model.Message;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation with the simulated model, told turn by turn. */
final class Talk {

  private final List<Message> messages = new ArrayList<>();
  private final List<ToolSpec> tools;
  private final SimulatedModel model;
  private @Nullable String schema;
  private int maxTokens = 1_000;

  Talk(List<ToolSpec> tools) {
    this(tools, new SimulatedModel(1, List.of()));
  }

  Talk(List<ToolSpec> tools, SimulatedModel model) {
    this.tools = tools;
    this.model = model;
  }

  Talk system(String text) {
    messages.add(new Message.SystemMessage(text));
    return this;
  }

  Talk user(String text) {
    messages.add(new Message.UserMessage(text));
    return this;
  }

  /** JSON that the pipeline put into the prompt. */
  Talk context(String json) {
    return system(json.replace('\'', '"'));
  }

  Talk answeringIn(String responseSchema) {
    schema = responseSchema.replace('\'', '"');
    return this;
  }

  Talk within(int tokens) {
    maxTokens = tokens;
    return this;
  }

  /** Asks the model; its answer becomes part of the conversation. */
  ModelResponse next() {
    ModelResponse response =
        model.answer(
            new ModelRequest(
                "call", "m", messages, tools, maxTokens, null, schema, Duration.ofSeconds(1)));
    messages.add(new Message.AssistantMessage(response.text(), response.toolUses()));
    return response;
  }

  /** The calls the model wants, each as {@code name(arguments)}. */
  List<String> calls() {
    return next().toolUses().stream().map(use -> use.name() + "(" + use.arguments() + ")").toList();
  }

  Talk result(ToolUse use, String content) {
    messages.add(new Message.ToolMessage(use.id(), content));
    return this;
  }

  /** Answers the calls of the last turn, in order. */
  Talk results(String... contents) {
    Message.AssistantMessage last = (Message.AssistantMessage) messages.get(messages.size() - 1);
    for (int at = 0; at < contents.length; at++) {
      result(last.toolUses().get(at), contents[at].replace('\'', '"'));
    }
    return this;
  }
}
