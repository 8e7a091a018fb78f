// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.model.Message;
import dev.millrace.model.ToolUse;

/**
 * The provider's prompt cache: it remembers the beginnings of prompts. A beginning of at least
 * 1,024 tokens that was seen before is read from the cache, in steps of 128 tokens. Beginnings end
 * where tools or a message end.
 */
final class PromptCache {

  /** A prompt's tokens, and how many of them were read from the cache. */
  record Prompt(int tokens, int cached) {}

  static final int MIN_TOKENS = 1_024;
  private static final int STEP = 128;
  private static final int TOKENS_AROUND_MESSAGE = 4;
  private static final int TOKENS_AROUND_PROMPT = 3;
  private static final int MAX_BEGINNINGS = 50_000;

  private final Lru<Long, Integer> seen = new Lru<>(MAX_BEGINNINGS);

  Prompt read(ChatRequest request) {
    int tokens = Tokens.count(request.toolbox().text()) + TOKENS_AROUND_PROMPT;
    long beginning = Hashes.of(Hashes.of(0, request.model()), request.toolbox().text());
    int cached = remember(beginning, tokens) ? tokens : 0;
    for (Message message : request.messages()) {
      String text = text(message);
      tokens += Tokens.count(text) + TOKENS_AROUND_MESSAGE;
      beginning = Hashes.of(beginning, message.getClass().getSimpleName() + text);
      cached = remember(beginning, tokens) ? tokens : cached;
    }
    return new Prompt(tokens, cached - cached % STEP);
  }

  /** Whether it was seen before; from now on it was. */
  private boolean remember(long beginning, int tokens) {
    return tokens >= MIN_TOKENS && seen.update(beginning, 0, times -> times + 1) > 1;
  }

  private static String text(Message message) {
    if (message instanceof Message.SystemMessage said) {
      return said.text();
    }
    if (message instanceof Message.UserMessage said) {
      return said.text();
    }
    if (message instanceof Message.ToolMessage said) {
      return said.toolUseId() + said.content();
    }
    Message.AssistantMessage said = (Message.AssistantMessage) message;
    StringBuilder text = new StringBuilder(said.text());
    for (ToolUse use : said.toolUses()) {
      text.append(use.name()).append(use.arguments());
    }
    return text.toString();
  }
}
