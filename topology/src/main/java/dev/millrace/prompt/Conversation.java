// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ToolUse;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was said so far between the user, the agent's model and its tools, oldest first. */
final class Conversation {
  private Conversation() {}

  static List<Message> of(Inquiry inquiry) {
    List<Message> messages = new ArrayList<>();
    for (Inquiry.Turn turn : inquiry.turns()) {
      messages.add(
          turn.role() == Inquiry.Role.USER
              ? new UserMessage(turn.text())
              : new AssistantMessage(turn.text(), List.of()));
    }
    return messages;
  }

  /** Every wish is followed by its result, as the protocols demand. */
  static List<Message> of(RunView view) {
    Map<CallId, Part> byId = new HashMap<>();
    view.parts().forEach(part -> byId.put(part.id(), part));
    List<Message> messages = of(view.inquiry());
    for (Part part : view.parts()) {
      if (part.result() instanceof CallResult.ModelAnswer answer) {
        List<ToolUse> uses = uses(answer.response());
        messages.add(new AssistantMessage(answer.response().text(), uses));
        for (int use = 0; use < uses.size(); use++) {
          CallId id = new CallId(part.id().run(), part.id().step() + 1, use);
          messages.add(new ToolMessage(uses.get(use).id(), content(byId.get(id))));
        }
      }
    }
    return messages;
  }

  /** How many of an agent's messages, the first ones, the turn before had sent as well. */
  static int carried(RunView view, List<Message> messages) {
    boolean asked =
        view.parts().stream().anyMatch(part -> part.result() instanceof CallResult.ModelAnswer);
    for (int i = messages.size() - 1; asked && i >= 0; i--) {
      if (messages.get(i) instanceof AssistantMessage) {
        return i;
      }
    }
    return 0;
  }

  /**
   * The same for one model: what another signed it may refuse.
   *
   * @param signs whether what a model of this name of ours signed is the same model's
   */
  static List<Message> of(RunView view, Predicate<String> signs) {
    List<Part> parts =
        view.parts().stream().map(part -> signs.test(part.name()) ? part : unsigned(part)).toList();
    return of(new RunView(view.run(), view.inquiry(), parts));
  }

  private static Part unsigned(Part part) {
    return part.result() instanceof CallResult.ModelAnswer answer
        ? new Part(
            part.id(),
            part.name(),
            new CallResult.ModelAnswer(answer.response().unsigned()),
            part.startedAtMs(),
            part.endedAtMs())
        : part;
  }

  static List<ToolUse> uses(ModelResponse response) {
    List<ToolUse> all = response.toolUses();
    return all.size() <= AgentWork.MAX_USES ? all : all.subList(0, AgentWork.MAX_USES);
  }

  private static String content(@Nullable Part part) {
    if (part == null) {
      return "Error: no result.";
    }
    if (part.result() instanceof CallResult.ToolAnswer tool) {
      return tool.content();
    }
    CallResult.Failed failed = (CallResult.Failed) part.result();
    return "Error: " + failed.word() + ". " + failed.detail();
  }
}
