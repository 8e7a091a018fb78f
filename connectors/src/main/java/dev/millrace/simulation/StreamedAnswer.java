// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.millrace.model.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An answer as server-sent events, each with the number of the output token it waits for. */
final class StreamedAnswer {

  /**
   * @param token how many tokens of output are out once it is sent
   */
  record Event(String text, int token) {}

  static final String DONE = "data: [DONE]\n\n";
  private static final String NULL = "null";

  private final List<Event> events = new ArrayList<>();
  private final String head;
  private final String usageTail;
  private final int tokensPerChunk;
  private int token;

  private StreamedAnswer(Answer answer, boolean includeUsage, int tokensPerChunk) {
    this.head =
        "data: {\"id\":"
            + quoted(answer.id())
            + ",\"object\":\"chat.completion.chunk\",\"created\":"
            + answer.createdSeconds()
            + ",\"model\":"
            + quoted(answer.model())
            + ",\"system_fingerprint\":\"simulated\",\"choices\":[";
    this.usageTail = includeUsage ? ",\"usage\":null}\n\n" : "}\n\n";
    this.tokensPerChunk = tokensPerChunk;
  }

  /**
   * @param tokensPerChunk 1 where tokens take time, more where they do not and chunks only cost
   */
  static List<Event> of(Answer answer, boolean includeUsage, int tokensPerChunk) {
    StreamedAnswer stream = new StreamedAnswer(answer, includeUsage, tokensPerChunk);
    stream.delta("{\"role\":\"assistant\",\"content\":\"\"}", NULL);
    stream.text(answer.reply().text());
    for (int index = 0; index < answer.reply().toolUses().size(); index++) {
      stream.toolUse(index, answer.reply().toolUses().get(index));
    }
    stream.delta("{}", quoted(answer.finishReason()));
    if (includeUsage) {
      stream.usage(answer.use());
    }
    stream.add(DONE);
    return stream.events;
  }

  private void text(String text) {
    inChunks(text, chunk -> delta("{\"content\":" + chunk + "}", NULL));
  }

  private void toolUse(int index, ToolUse use) {
    String call = "{\"tool_calls\":[{\"index\":" + index;
    token += Tokens.count(use.name());
    delta(
        call
            + ",\"id\":"
            + quoted(use.id())
            + ",\"type\":\"function\",\"function\":{\"name\":"
            + quoted(use.name())
            + ",\"arguments\":\"\"}}]}",
        NULL);
    inChunks(
        use.arguments(),
        chunk -> delta(call + ",\"function\":{\"arguments\":" + chunk + "}}]}", NULL));
  }

  /** Hands out the text in quoted chunks, counting tokens as it goes. */
  private void inChunks(String text, Consumer<String> out) {
    List<String> pieces = text.isEmpty() ? List.of() : Tokens.pieces(text);
    for (int at = 0; at < pieces.size(); at += tokensPerChunk) {
      int end = Math.min(pieces.size(), at + tokensPerChunk);
      token += end - at;
      out.accept(quoted(String.join("", pieces.subList(at, end))));
    }
  }

  private void delta(String delta, String finishReason) {
    add(
        head
            + "{\"index\":0,\"delta\":"
            + delta
            + ",\"logprobs\":null,\"finish_reason\":"
            + finishReason
            + "}]"
            + usageTail);
  }

  private void usage(TokenUse use) {
    add(head + "],\"usage\":" + use.json() + "}\n\n");
  }

  private void add(String text) {
    events.add(new Event(text, token));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }
}
