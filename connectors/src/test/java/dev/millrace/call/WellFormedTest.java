// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellFormedTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "é\u0000", "\uD83D\uDE00", "a\uD83D\uDE00b\uD83D\uDE00"})
  void isLeftAlone(String text) {
    assertThat(WellFormed.of(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'\uD800',?",
    "'a\uDC00b',a?b",
    "'\uDE00\uD83D',??",
    "'\uD83D\uD83D\uDE00',?\uD83D\uDE00"
  })
  void halvesOfCharactersAreQuestionMarks(String text, String expected) {
    assertThat(WellFormed.of(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = "half: \uD800")
  void whatModelsSayIsWellFormed(String text) {
    ToolUse use = new ToolUse(text, text, text);
    ModelResponse response = new ModelResponse(text, List.of(use), FinishReason.STOP, text);

    assertThat(response.text()).isEqualTo("half: ?");
    assertThat(response.model()).isEqualTo("half: ?");
    assertThat(use).isEqualTo(new ToolUse("half: ?", "half: ?", "half: ?"));
  }
}
