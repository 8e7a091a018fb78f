// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelinesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SHOP_URL", "http://127.0.0.1:1",
          "MODEL_URL", "http://127.0.0.1:2/v1",
          "REGISTRY_URL", "http://127.0.0.1:3",
          "POLICY", "Be kind.\n\n- First: \"look\" # then\n- act.");

  static Pipeline read(String resource) {
    Reading reading = PipelineFile.read(resource, DemoJson.text(resource), ENVIRONMENT::get);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    Reading.Valid valid = (Reading.Valid) reading;
    assertThat(valid.warnings()).isEmpty();
    return valid.pipeline();
  }

  @Test
  void theSupportDeskIsAPipelineWithoutOddities() {
    Pipeline pipeline = read("retail/pipeline.yaml");
    assertThat(pipeline.routes())
        .containsOnlyKeys(
            "order_status",
            "order_summary",
            "return_policy",
            "stock_check",
            "delivery_quote",
            "refund_quote",
            "cancel_order",
            "gift_ideas",
            "support_agent",
            "decline");
    assertThat(pipeline.tools())
        .hasEntrySatisfying("transfer_to_human", tool -> assertThat(tool).matches(Tool::atMostOnce))
        .hasEntrySatisfying(
            "cancel_order", tool -> assertThat(tool.effect()).isEqualTo(Tool.Effect.WRITE))
        .hasEntrySatisfying(
            "get_order", tool -> assertThat(tool.effect()).isEqualTo(Tool.Effect.READ));
    assertThat(pipeline.models())
        .hasEntrySatisfying(
            "large",
            model ->
                assertThat(model.prices().at(0).rates().inputNanosPerMillion())
                    .isEqualTo(2_500_000_000L));
  }

  @Test
  void theWorldOfTau2IsAPipelineWithoutOddities() {
    Pipeline pipeline = read("tau2/pipeline.yaml");
    assertThat(pipeline.tools()).hasSize(15);
    assertThat(pipeline.routes())
        .hasEntrySatisfying(
            "retail_agent", route -> assertThat(route.way().toString()).contains("look\" # then"));
  }

  @Test
  void everyRouteIsShownByARequest() throws JsonProcessingException {
    Set<String> expected = new HashSet<>();
    for (String line : DemoJson.text("retail/expected.jsonl").lines().toList()) {
      JsonNode json = DemoJson.MAPPER.readTree(line);
      expected.add(json.path("route").asText());
    }
    expected.remove("");
    assertThat(expected).isEqualTo(read("retail/pipeline.yaml").routes().keySet());
  }
}
