// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import static dev.millrace.model.Provider.failed;
import static dev.millrace.model.Provider.request;
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
import dev.millrace.model.ToolUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the client makes of answers that Gemini gave. */
class RecordedContentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsEveryAnswerAsItWasGiven() throws Exception {
    List<RecordedExchange> exchanges = Recordings.with("enerateContent").toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recordings here, see -Dmillrace.data");
    try (Provider provider = new Provider(new Gemini())) {
      for (RecordedExchange exchange : exchanges) {
        Outcome<ModelResponse> read =
            provider.answer(exchange.response(), request("gemini-2.5-pro"));

        if (exchange.status() == 200) {
          assertSame(succeeded(read), pieces(exchange.body()));
        } else {
          boolean missing = exchange.status() == 404;
          assertThat(failed(read).failure().kind())
              .isEqualTo(missing ? FailureKind.UNKNOWN_MODEL : FailureKind.INVALID_REQUEST);
        }
      }
    }
  }

  private static void assertSame(Succeeded<ModelResponse> read, List<JsonNode> pieces) {
    StringBuilder text = new StringBuilder();
    List<String> calls = new ArrayList<>();
    for (JsonNode piece : pieces) {
      for (JsonNode part : piece.at("/candidates/0/content/parts")) {
        text.append(part.path("text").asText(""));
        if (part.has("functionCall")) {
          JsonNode call = part.path("functionCall");
          String signature = part.path("thoughtSignature").asText("");
          calls.add(call.path("name").asText() + call.path("args") + signature);
        }
      }
    }
    ModelResponse answer = read.value();
    JsonNode last = pieces.get(pieces.size() - 1);
    assertThat(answer.text()).isEqualTo(text.toString());
    assertThat(answer.toolUses())
        .extracting(use -> use.name() + use.arguments() + use.signature())
        .isEqualTo(calls);
    assertThat(answer.toolUses()).extracting(ToolUse::id).doesNotHaveDuplicates();
    assertThat(answer.model()).isEqualTo(last.path("modelVersion").asText());
    assertThat(answer.finishReason())
        .isEqualTo(finishReason(last.at("/candidates/0/finishReason").asText(), !calls.isEmpty()));
    assertUsage(read.usage(), last.path("usageMetadata"));
  }

  /** In words, or in the numbers that some of these recordings asked for. */
  private static FinishReason finishReason(String told, boolean calls) {
    if (told.equals("2")) {
      return FinishReason.LENGTH;
    }
    assertThat(told).isIn("STOP", "1");
    return calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  private static void assertUsage(Usage usage, JsonNode told) {
    long prompt = told.path("promptTokenCount").asLong();
    assertThat(usage.estimated()).isFalse();
    assertThat(usage.inputTokens()).isEqualTo(prompt);
    assertThat(usage.outputTokens()).isEqualTo(told.path("totalTokenCount").asLong() - prompt);
    assertThat(usage.reasoningOutputTokens()).isEqualTo(told.path("thoughtsTokenCount").asLong(0));
    assertThat(usage.cacheReadInputTokens()).isZero();
  }

  private static List<JsonNode> pieces(String body) throws IOException {
    if (body.startsWith("{")) {
      return List.of(JSON.readTree(body));
    }
    List<JsonNode> pieces = new ArrayList<>();
    for (String line : body.lines().filter(each -> each.startsWith("data: {")).toList()) {
      pieces.add(JSON.readTree(line.substring(6)));
    }
    return pieces;
  }
}
