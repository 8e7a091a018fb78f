// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a model is told that says the last word of a run: the conversation, and after the user's
 * last words what is known. It is one text and no exchange with tools, so that it can be cut, and
 * any model can read it.
 */
final class LastWords {
  private static final int MOST_CHARS_OF_A_PART = 8_192;

  private LastWords() {}

  /** As much of what is known as fits; what does not fit without any of it is told whole. */
  static List<Message> of(RunView view, String system, Predicate<List<Message>> fits) {
    int chars = MOST_CHARS_OF_A_PART;
    List<Message> messages = of(view, system, chars);
    while (chars > 0 && !fits.test(messages)) {
      chars /= 2;
      messages = of(view, system, chars);
    }
    return messages;
  }

  private static List<Message> of(RunView view, String system, int charsOfAPart) {
    List<Message> messages = new ArrayList<>();
    if (!system.isBlank()) {
      messages.add(new SystemMessage(system));
    }
    List<Message> said = Conversation.of(view.inquiry());
    messages.addAll(said.subList(0, Math.max(0, said.size() - 1)));
    messages.add(new UserMessage(view.inquiry().text() + "\n\n" + known(view, charsOfAPart)));
    return messages;
  }

  private static String known(RunView view, int charsOfAPart) {
    StringBuilder known = new StringBuilder();
    for (Part part : view.parts()) {
      String content = content(part.result());
      if (!content.isBlank() && charsOfAPart > 0) {
        known.append('\n').append(part.name()).append(": ");
        known.append(Answer.clipped(content, charsOfAPart));
      }
    }
    return known.isEmpty() ? "Nothing more is known." : "Known so far:" + known;
  }

  private static String content(CallResult result) {
    if (result instanceof CallResult.ToolAnswer tool) {
      return tool.content();
    }
    return result instanceof CallResult.ModelAnswer model ? model.response().text() : "";
  }
}
