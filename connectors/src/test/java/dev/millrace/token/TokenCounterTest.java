// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCounterTest {
  private final TokenCounter counter = TokenCounter.forModel("gpt-4o-mini");

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, 8", "gpt-4.1-nano, 8", "gpt-5-mini, 8", "o3, 8", "openai/gpt-4o, 8",
    "anything-else, 8", "gpt-4, 9", "gpt-4-turbo, 9", "gpt-3.5-turbo-0125, 9", "openai/gpt-4, 9"
  })
  void countsAsTheFamilyOfTheModelDoes(String model, int tokens) {
    assertThat(TokenCounter.forModel(model).count("お誕生日おめでとう")).isEqualTo(tokens);
  }

  @Test
  void takesMarksOfTheFormatAsPlainText() {
    assertThat(counter.count("<|endoftext|>")).isGreaterThan(3);
  }

  @Test
  void countsNothingForNothing() {
    assertThat(counter.count("")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "\n", "1", "!", "é", "\uD83D\uDE00", "Aa"})
  void countsLongRunsOfOneCharacterInReasonableTime(String unit) {
    String run = unit.repeat(200_000);

    assertThatCode(
            () ->
                Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> counter.count(run)))
        .doesNotThrowAnyException();
  }

  @Test
  void addsWhatTheFormatPutsAroundEachMessageAndTool() {
    List<Message> messages =
        List.of(
            new SystemMessage("hello"),
            new UserMessage("hello"),
            new AssistantMessage("", List.of(new ToolUse("id", "hello", "hello"))),
            new ToolMessage("id", "hello"));
    List<ToolSpec> tools = List.of(new ToolSpec("hello", "hello", "hello"));

    int tokens = counter.countMessages(messages, tools);

    assertThat(tokens)
        .isEqualTo(
            TokenCounter.TOKENS_PER_REPLY
                + 4 * TokenCounter.TOKENS_PER_MESSAGE
                + 2 * TokenCounter.TOKENS_PER_TOOL_USE
                + TokenCounter.TOKENS_FOR_TOOLS
                + TokenCounter.TOKENS_PER_TOOL
                + 8);
  }

  @Test
  @Timeout(20)
  void countsALongTextWithoutAnySpaceInItsTime() {
    String truck = "\uD83D\uDE9A";
    int pieces = 100;
    TokenCounter counter = TokenCounter.forModel("gpt-4o");
    int one = counter.count(truck);

    String text = "x" + truck.repeat(pieces * TokenCounter.LONGEST_PIECE / 2);

    assertThat(counter.count(text) - one * (text.length() / 2)).isBetween(0, 2 * pieces);
  }
}
