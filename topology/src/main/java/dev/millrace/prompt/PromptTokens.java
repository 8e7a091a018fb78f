// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.InputBuckets;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.token.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what a prompt takes, bucket by bucket. What never changes is counted once. */
final class PromptTokens {
  private final Map<String, TokenCounter> counters;
  private final Map<Offer, Integer> offers = new ConcurrentHashMap<>();

  /** Tools as they are offered to a model: models count them differently. */
  private record Offer(String model, List<ToolSpec> tools) {}

  PromptTokens(Pipeline pipeline) {
    counters =
        pipeline.models().values().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    model -> model.name(), model -> TokenCounter.forModel(model.wireName())));
  }

  /** Of messages alone, of which no step before has sent anything. */
  InputBuckets count(String model, List<Message> messages) {
    return count(model, messages, List.of(), null, 0);
  }

  /**
   * Counts a prompt.
   *
   * @param schema of its answer; null if it has none
   * @param carried how many of the messages, the first ones, the step before had sent as well
   */
  InputBuckets count(
      String model,
      List<Message> messages,
      List<ToolSpec> tools,
      @Nullable String schema,
      int carried) {
    TokenCounter counter = Objects.requireNonNull(counters.get(model), model);
    int system = schema == null ? 0 : counter.countSchema(schema);
    int history = 0;
    int toolOutput = 0;
    int carriedHistory = 0;
    int carriedToolOutput = 0;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      int count = counter.countMessages(List.of(message), List.of());
      int again = i < carried ? count : 0;
      if (message instanceof SystemMessage) {
        system += count;
      } else if (message instanceof ToolMessage) {
        toolOutput += count;
        carriedToolOutput += again;
      } else {
        history += count;
        carriedHistory += again;
      }
    }
    int offered =
        tools.isEmpty()
            ? 0
            : offers.computeIfAbsent(new Offer(model, tools), any -> counter.countTools(tools));
    return new InputBuckets(
        system, offered, history, toolOutput, carriedHistory, carriedToolOutput);
  }

  int count(String model, String text) {
    return Objects.requireNonNull(counters.get(model), model).count(text);
  }

  static long bytes(String text) {
    return utf8(text);
  }

  static long bytes(List<Message> messages) {
    long bytes = 0;
    for (Message message : messages) {
      bytes += bytes(message);
    }
    return bytes;
  }

  private static long bytes(Message message) {
    if (message instanceof SystemMessage system) {
      return utf8(system.text());
    }
    if (message instanceof UserMessage user) {
      return utf8(user.text());
    }
    if (message instanceof ToolMessage tool) {
      return utf8(tool.content());
    }
    AssistantMessage said = (AssistantMessage) message;
    long bytes = utf8(said.text());
    for (ToolUse use : said.toolUses()) {
      bytes += utf8(use.name()) + utf8(use.arguments()) + use.signature().length();
    }
    return bytes;
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
