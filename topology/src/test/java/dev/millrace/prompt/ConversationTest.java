// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Guard;
import dev.millrace.prompt.Inquiry.Role;
import dev.millrace.prompt.Inquiry.Turn;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import dev.millrace.run.Samples;
import dev.millrace.run.Tally;
import dev.millrace.run.Working;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationTest {

  @Test
  void everyWishIsFollowedByItsResultInTheOrderOfTheWishes() {
    List<Message> said =
        said(
            part(0, 0, Samples.wishes(use("1", "a"), use("2", "b"))),
            part(1, 0, Samples.tool("A")),
            part(1, 1, Samples.tool("B")),
            part(2, 0, Samples.wishes(use("3", "a"))),
            part(3, 0, Samples.tool("C")));

    assertThat(said)
        .containsExactly(
            new UserMessage("Hi"),
            new AssistantMessage("", List.of(use("1", "a"), use("2", "b"))),
            new ToolMessage("1", "A"),
            new ToolMessage("2", "B"),
            new AssistantMessage("", List.of(use("3", "a"))),
            new ToolMessage("3", "C"));
  }

  /** A wish without a result is refused by every provider. */
  @Test
  void aWishWhoseResultIsMissingIsAnsweredAllTheSame() {
    List<Message> said =
        said(
            part(0, 0, Samples.wishes(use("1", "a"), use("2", "b"))),
            part(1, 1, Samples.failed(FailureKind.TIMEOUT)));

    assertThat(said.subList(2, 4))
        .containsExactly(
            new ToolMessage("1", "Error: no result."),
            new ToolMessage("2", "Error: timeout. no luck"));
  }

  @Test
  void wishesThatArePassedOverAreNotInTheConversation() {
    ToolUse[] many =
        Collections.nCopies(AgentWork.MAX_USES + 9, use("1", "a")).toArray(ToolUse[]::new);
    List<Message> said = said(part(0, 0, Samples.wishes(many)));

    assertThat(((AssistantMessage) said.get(1)).toolUses()).hasSize(AgentWork.MAX_USES);
    assertThat(said).hasSize(2 + AgentWork.MAX_USES);
  }

  @Test
  void aCallThatFailedBeforeAnythingWasSaidSaysNothing() {
    assertThat(said(part(0, 0, Samples.failed(FailureKind.TIMEOUT))))
        .containsExactly(new UserMessage("Hi"));
  }

  @Test
  void earlierTurnsComeFirst() {
    Inquiry inquiry =
        new Inquiry(
            "", "", List.of(new Turn(Role.ASSISTANT, "Yes?"), new Turn(Role.USER, "Hi")), Map.of());
    assertThat(Conversation.of(inquiry))
        .containsExactly(new AssistantMessage("Yes?", List.of()), new UserMessage("Hi"));
  }

  private static List<Message> said(Part... parts) {
    AgentWork work =
        AgentWork.of(new Agent("m", "", List.of("a", "b"), 9, 4, Map.of(), null, Guard.USUAL));
    Working run =
        new Working(
            Samples.facts(),
            Tally.NONE,
            Samples.routing("help"),
            0,
            List.of(),
            work,
            List.of(),
            AtLimit.NOTHING);
    Inquiry inquiry = new Inquiry("", "", List.of(new Turn(Role.USER, "Hi")), Map.of());
    return Conversation.of(new RunView(run, inquiry, List.of(parts)));
  }

  private static Part part(int step, int index, CallResult result) {
    return new Part(Samples.call(step, index), "x", result, 0, 0);
  }

  private static ToolUse use(String id, String tool) {
    return new ToolUse(id, tool, "{}", "signed by " + id);
  }
}
