// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import static dev.millrace.model.Provider.failed;
import static dev.millrace.model.Provider.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.Provider;
import dev.millrace.model.RecordedExchange;
import dev.millrace.model.Recordings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the client makes of responses that OpenAI gave. */
class RecordedResponsesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsEveryAnswerAsItWasGiven() throws Exception {
    List<RecordedExchange> exchanges = Recordings.with("/v1/responses").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recordings here, see -Dmillrace.data");
    try (Provider provider = new Provider(new OpenAiResponses())) {
      for (RecordedExchange exchange : exchanges) {
        String model = exchange.request().path("model").asText();

        Outcome<ModelResponse> read = provider.answer(exchange.response(), Provider.request(model));

        if (exchange.status() == 400) {
          assertThat(exchange.body()).contains("model_not_found");
          assertThat(failed(read).failure().kind()).isEqualTo(FailureKind.UNKNOWN_MODEL);
        } else {
          assertSame(succeeded(read), response(exchange.body()), streamedText(exchange.body()));
        }
      }
    }
  }

  private static void assertSame(
      Succeeded<ModelResponse> read, JsonNode response, String streamedText) throws IOException {
    ModelResponse answer = read.value();
    StringBuilder text = new StringBuilder();
    int uses = 0;
    for (JsonNode item : response.path("output")) {
      item.path("content").forEach(part -> text.append(part.path("text").asText("")));
      if (item.path("type").asText().equals("function_call")) {
        assertThat(answer.toolUses().get(uses).id()).isEqualTo(item.path("call_id").asText());
        assertThat(answer.toolUses().get(uses).name()).isEqualTo(item.path("name").asText());
        assertThat(JSON.readTree(answer.toolUses().get(uses).arguments()))
            .isEqualTo(JSON.readTree(item.path("arguments").asText()));
        uses++;
      }
    }
    assertThat(answer.text()).isEqualTo(text.toString());
    assertThat(streamedText).as("in pieces").isIn("", text.toString());
    assertThat(answer.toolUses()).hasSize(uses);
    assertThat(answer.model()).isEqualTo(response.path("model").asText());
    assertThat(response.path("status").asText()).isEqualTo("completed");
    assertThat(answer.finishReason())
        .isEqualTo(uses > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP);
    assertUsage(read.usage(), response.path("usage"));
  }

  private static void assertUsage(Usage usage, JsonNode told) {
    assertThat(usage.estimated()).isFalse();
    assertThat(usage.inputTokens()).isEqualTo(told.path("input_tokens").asLong());
    assertThat(usage.outputTokens()).isEqualTo(told.path("output_tokens").asLong());
    assertThat(usage.cacheReadInputTokens())
        .isEqualTo(told.path("input_tokens_details").path("cached_tokens").asLong());
    assertThat(usage.reasoningOutputTokens())
        .isEqualTo(told.path("output_tokens_details").path("reasoning_tokens").asLong());
  }

  /** The whole response, which the last event of a stream holds. */
  private static JsonNode response(String body) throws IOException {
    if (body.startsWith("{")) {
      return JSON.readTree(body);
    }
    List<String> lines = lines(body);
    return JSON.readTree(lines.get(lines.size() - 1).substring(6)).path("response");
  }

  private static String streamedText(String body) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : lines(body)) {
      JsonNode event = JSON.readTree(line.substring(6));
      if (event.path("type").asText().equals("response.output_text.delta")) {
        text.append(event.path("delta").asText());
      }
    }
    return text.toString();
  }

  private static List<String> lines(String body) {
    return body.lines().filter(line -> line.startsWith("data: {")).toList();
  }
}
