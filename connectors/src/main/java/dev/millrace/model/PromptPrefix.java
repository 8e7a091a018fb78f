// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What a prompt has in common with those that a server's cache should serve together: model, tools
 * and system prompt. With tools a conversation is to follow, whose turns have more in common than
 * that with each other: so what was said first counts as well, and nothing later, since each turn
 * says more. Of long texts the beginning is enough.
 */
final class PromptPrefix {
  /** Of tools and system prompt. */
  private static final int MOST_CHARS = 16 << 10;

  /** Of what was said first. */
  private static final int MOST_SAID_CHARS = 4 << 10;

  private final MessageDigest digest = sha256();

  private PromptPrefix() {}

  /** Its hash: equal for equal beginnings, and by chance hardly ever for others. */
  static long of(ModelRequest request) {
    PromptPrefix prefix = new PromptPrefix();
    prefix.add(request);
    return prefix.hash();
  }

  /** The hash of a name. */
  static long of(String name) {
    PromptPrefix prefix = new PromptPrefix();
    prefix.add(name, MOST_CHARS);
    return prefix.hash();
  }

  private void add(ModelRequest request) {
    int left = add(request.model(), MOST_CHARS);
    for (ToolSpec tool : request.tools()) {
      left = add(tool.parameters(), add(tool.description(), add(tool.name(), left)));
    }
    for (Message message : request.messages()) {
      left = message instanceof SystemMessage system ? add(system.text(), left) : left;
    }
    if (!request.tools().isEmpty()) {
      add(first(request.messages()), MOST_SAID_CHARS);
    }
  }

  /** Adds what there is room for, and an end. Returns what room is left. */
  private int add(String text, int room) {
    String kept = text.substring(0, Math.min(text.length(), room));
    digest.update(kept.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return room - kept.length();
  }

  private static String first(List<Message> messages) {
    return messages.stream()
        .filter(message -> !(message instanceof SystemMessage))
        .findFirst()
        .map(PromptPrefix::text)
        .orElse("");
  }

  private static String text(Message message) {
    if (message instanceof UserMessage user) {
      return user.text();
    }
    return message instanceof ToolMessage tool
        ? tool.content()
        : ((AssistantMessage) message).text();
  }

  private long hash() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
