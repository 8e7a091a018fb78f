// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void readsJsonOrABareName() {
    assertThat(ModelChoice.read("{\"route\":\"refund\"}")).isEqualTo("refund");
    assertThat(ModelChoice.read(" refund\n")).isEqualTo("refund");
    assertThat(ModelChoice.read("{\"route\":")).isEqualTo("{\"route\":");
    assertThat(ModelChoice.read("{\"a\":".repeat(5_000))).isNotEqualTo("a");
  }
}
