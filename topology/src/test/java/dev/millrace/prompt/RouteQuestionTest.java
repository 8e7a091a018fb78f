// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.topology.TestPipelines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteQuestionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"route":"help"}           | help
          {"route":" help\\n"}       | help
          "help"                     | help
          help                       | help
          {"route":"none"}           | none
          {"route":null}             | none
          {"route":["help"]}         | none
          {"way":"help"}             | none
          ["help"]                   | none
          7                          | none
          """)
  void anAnswerIsReadAsTheRouteItNames(String text, String route) {
    assertThat(RouteQuestion.answered(text)).isEqualTo(route);
  }

  @Test
  void theSchemaAllowsTheCandidatesAndNoneOnly() {
    assertThat(RouteQuestion.schema(List.of("help", "sta\"tus")))
        .isEqualTo(
            """
            {"type":"object","additionalProperties":false,"properties":{"route":{"type":"string",\
            "enum":["help","sta\\"tus","none"]}},"required":["route"]}\
            """);
  }

  @Test
  void theQuestionNamesEachCandidateWithWhatItIsAbout() {
    assertThat(RouteQuestion.system(List.of("help"), TestPipelines.shop().routes()))
        .contains("- help: About help\n")
        .doesNotContain("status")
        .endsWith("- none: it belongs to no other route\n");
  }
}
