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

  InputBuckets count(String model, List<Message> messages, List<ToolSpec> tools) {
    TokenCounter counter = Objects.requireNonNull(counters.get(model), model);
    int system = 0;
    int history = 0;
    int toolOutput = 0;
    for (Message message : messages) {
      int count = counter.countMessages(List.of(message), List.of());
      if (message instanceof SystemMessage) {
        system += count;
      } else if (message instanceof ToolMessage) {
        toolOutput += count;
      } else {
        history += count;
      }
    }
    int offered =
        tools.isEmpty()
            ? 0
            : offers.computeIfAbsent(new Offer(model, tools), any -> counter.countTools(tools));
    return new InputBuckets(system, offered, history, toolOutput);
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
