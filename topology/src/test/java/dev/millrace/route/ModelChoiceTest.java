// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelChoiceTest {

  @Test
  void theSchemaAllowsTheCandidatesAndNoneOnly() {
    assertThat(ModelChoice.schema(List.of("refund", "vip")))
        .hasToString(
            """
            {"type":"object","properties":{"route":{"type":"string",\
            "enum":["refund","vip","none"]}},"required":["route"],"additionalProperties":false}\
            """);
  }

  @Test
  void theInstructionsNameAndDescribeTheCandidates() {
    assertThat(
            ModelChoice.instructions(List.copyOf(Routes.inOrder(Routes.route("refund")).values())))
        .contains("- refund: what refund is for", "none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"route":"help"}           | help
          {"route":" help\\n"}       | help
          "help"                     | help
          ' help '                   | help
          {"route":"none"}           | none
          {"route":null}             | {"route":null}
          {"route":["help"]}         | {"route":["help"]}
          {"way":"help"}             | {"way":"help"}
          ["help"]                   | ["help"]
          {"route":                  | {"route":
          7                          | 7
          ''                         | ''
          """)
  void anAnswerIsReadAsTheRouteItNamesAndAnythingElseAsItIs(String text, String route) {
    assertThat(ModelChoice.read(text)).isEqualTo(route);
  }

  @Test
  void anAnswerIsNotFollowedIntoItsDepths() {
    assertThat(ModelChoice.read("{\"a\":".repeat(5_000))).startsWith("{\"a\"");
  }
}
