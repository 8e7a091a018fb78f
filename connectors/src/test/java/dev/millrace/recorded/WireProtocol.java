// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import dev.millrace.model.Protocol;
import dev.millrace.model.anthropic.AnthropicMessages;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.model.gemini.Gemini;
import dev.millrace.model.responses.OpenAiResponses;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The protocols whose recordings we can hold our clients against, and by which path to know them.
 */
public enum WireProtocol {
  CHAT("/chat/completions"),
  MESSAGES("/v1/messages"),
  RESPONSES("/responses"),
  GENERATE_CONTENT(":(generateContent|streamGenerateContent)"),
  EMBEDDINGS("/embeddings");

  private final Pattern end;

  WireProtocol(String end) {
    this.end = Pattern.compile(end + "$");
  }

  /** The protocol of an exchange; empty if it is something else. */
  public static Optional<WireProtocol> of(RecordedExchange exchange) {
    for (WireProtocol each : values()) {
      if (exchange.method().equals("POST") && each.end.matcher(exchange.path()).find()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether we have a client for it. */
  public boolean isOffered() {
    return this == EMBEDDINGS || protocol() != null;
  }

  /** Of models; null for embeddings, and if it is not offered. */
  @Nullable Protocol protocol() {
    return switch (this) {
      case CHAT -> new OpenAiChat();
      case MESSAGES -> new AnthropicMessages();
      case RESPONSES -> new OpenAiResponses();
      case GENERATE_CONTENT -> new Gemini();
      case EMBEDDINGS -> null;
    };
  }

  /** What a recording says, found without any of our parsers. */
  Reading told(RecordedExchange exchange) throws IOException {
    ToldBody body = ToldBody.of(exchange);
    return body.isFailure() ? body.failure() : told(body);
  }

  private Reading told(ToldBody body) throws IOException {
    return switch (this) {
      case CHAT -> ToldChat.read(body);
      case MESSAGES -> ToldMessage.read(body);
      case RESPONSES -> ToldResponse.read(body);
      case GENERATE_CONTENT -> ToldContent.read(body);
      case EMBEDDINGS -> ToldVectors.read(body);
    };
  }
}
