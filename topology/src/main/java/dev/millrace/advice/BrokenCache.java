// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import dev.millrace.advice.Prompt.Written;
import dev.millrace.model.anthropic.AnthropicMessages;
import dev.millrace.model.gemini.Gemini;
import dev.millrace.pipeline.PromptCache;
import dev.millrace.pipeline.Provider.Protocol;
import dev.millrace.template.Template.Piece;
import dev.millrace.token.TokenCounter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what keeps a provider from finding the beginning of a prompt in its cache. A provider keeps
 * a prompt from its start up to the first token that differs, and nothing that is shorter than some
 * size: 1,024 tokens with OpenAI, as much or more with Anthropic and Gemini, by the model. So what
 * changes with each request makes all dear that stands behind it.
 *
 * <p>It is told only where another order would have the cache keep so many tokens more as it takes
 * to keep anything.
 */
final class BrokenCache {
  private static final int LEAST_OF_OPENAI = 1_024;

  /** Less than this between two values is a label of the next, and has to stay where it is. */
  private static final int LEAST_BLOCK = 100;

  private final Prompt prompt;
  private final TokenCounter counter;

  /** What the cache can keep of the prompt as it stands, and what it could keep besides. */
  private int kept;

  private int lost;
  private @Nullable Change first;

  /** The first name that changes, and where. */
  private record Change(String key, String name) {}

  private BrokenCache(Prompt prompt) {
    this.prompt = prompt;
    this.counter = prompt.counter();
    this.kept = counter.countTools(prompt.tools());
  }

  static Optional<Advice> of(Prompt prompt, PerRequest perRequest) {
    int least = least(prompt);
    if (prompt.model().promptCache() == PromptCache.OFF || prompt.chars() < least) {
      return Optional.empty();
    }
    BrokenCache found = new BrokenCache(prompt);
    prompt.messages().forEach(message -> found.read(message, perRequest));
    return found.advice(least);
  }

  private static int least(Prompt prompt) {
    String model = prompt.model().wireName();
    return switch (prompt.protocol()) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> LEAST_OF_OPENAI;
      case ANTHROPIC -> AnthropicMessages.shortestCachedPrefix(model);
      case GEMINI -> Gemini.shortestCachedPrefix(model);
    };
  }

  private void read(Written message, PerRequest perRequest) {
    for (Piece piece : message.pieces()) {
      if (piece instanceof Piece.Words words) {
        add(message, counter.count(words.text()));
      } else if (first == null && perRequest.changes(((Piece.Name) piece).path())) {
        first = new Change(message.key(), ((Piece.Name) piece).path());
        if (isAnthropic() && isMarked(message)) {
          lost += kept;
          kept = 0;
        }
      }
    }
  }

  private void add(Written message, int tokens) {
    if (first == null && isMarked(message)) {
      kept += tokens;
    } else if (tokens >= LEAST_BLOCK) {
      lost += tokens;
    }
  }

  /** Anthropic's cache keeps what is marked: tools and system, and that as a whole. */
  private boolean isMarked(Written message) {
    return !isAnthropic() || message.key().equals(Prompt.SYSTEM);
  }

  private boolean isAnthropic() {
    return prompt.protocol() == Protocol.ANTHROPIC;
  }

  private Optional<Advice> advice(int least) {
    int now = kept >= least ? kept : 0;
    int then = kept + lost >= least ? kept + lost : 0;
    if (lost == 0 || then - now < least) {
      return Optional.empty();
    }
    boolean unmarked = isAnthropic() && (first == null || !first.key().equals(Prompt.SYSTEM));
    return Optional.of(
        unmarked || first == null ? unmarked(then - now) : behind(first, then - now));
  }

  private Advice behind(Change change, int tokens) {
    String tag = "{{" + change.name() + "}}";
    String message =
        "%s differs in each request, and keeps %d tokens that do not out of the prompt cache"
            .formatted(tag, tokens);
    return prompt.advice(change.key(), message, mend(change, tag));
  }

  private String mend(Change change, String tag) {
    if (prompt.ofAgent() && isAnthropic()) {
      return "leave " + tag + " out, and let a tool look it up";
    }
    boolean canFollow = !prompt.ofAgent() && change.key().equals(Prompt.SYSTEM);
    return canFollow
        ? "move " + tag + " to the end of prompt"
        : "move " + tag + " behind what never changes";
  }

  private Advice unmarked(int tokens) {
    String message =
        "%d tokens that never change stand outside of system, all that is marked for the cache"
            .formatted(tokens);
    return prompt.advice("prompt", message, "move what never changes to the end of system");
  }
}
