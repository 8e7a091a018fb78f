// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptPrefixTest {
  private static final List<ToolSpec> TOOLS = List.of(new ToolSpec("find", "Finds.", "{}"));
  private static final Message HELP = new SystemMessage("You help.");
  private static final Message HI = new UserMessage("Hi.");
  private static final Message BYE = new UserMessage("Bye.");

  @Test
  void ofACallWithoutToolsItIsTheSystemPrompt() {
    long prefix = prefix("m", List.of(), HELP, HI);

    assertThat(prefix("m", List.of(), HELP, BYE)).isEqualTo(prefix);
    assertThat(prefix("m", List.of(), new SystemMessage("You help!"), HI)).isNotEqualTo(prefix);
    assertThat(prefix("other", List.of(), HELP, HI)).isNotEqualTo(prefix);
  }

  @Test
  void ofAConversationItIsTheSameForAllTurns() {
    long prefix = prefix("m", TOOLS, HELP, HI);

    assertThat(prefix("m", TOOLS, HELP, HI, new AssistantMessage("Hi.", List.of()), BYE))
        .isEqualTo(prefix);
    assertThat(prefix("m", TOOLS, HELP, BYE)).isNotEqualTo(prefix);
    assertThat(prefix("m", List.of(new ToolSpec("find", "Finds!", "{}")), HELP, HI))
        .isNotEqualTo(prefix);
  }

  @Test
  void ofLongTextsTheBeginningIsEnough() {
    String policy = "policy ".repeat(100_000);

    assertThat(prefix("m", TOOLS, new SystemMessage(policy + "a"), HI))
        .isEqualTo(prefix("m", TOOLS, new SystemMessage(policy + "b"), HI))
        .isNotEqualTo(prefix("m", TOOLS, new SystemMessage(policy), BYE));
  }

  @Test
  void textsEndWhereTheyEnd() {
    assertThat(prefix("m", List.of(), new SystemMessage("ab"), new SystemMessage("c")))
        .isNotEqualTo(prefix("m", List.of(), new SystemMessage("a"), new SystemMessage("bc")));
  }

  private static long prefix(String model, List<ToolSpec> tools, Message... messages) {
    return PromptPrefix.of(
        new ModelRequest(
            "c", model, List.of(messages), tools, 1, null, null, Duration.ofSeconds(1)));
  }
}
