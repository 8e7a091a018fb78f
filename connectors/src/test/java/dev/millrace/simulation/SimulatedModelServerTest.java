// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static dev.millrace.simulation.Client.chat;
import static dev.millrace.simulation.Client.events;
import static dev.millrace.simulation.Client.json;
import static dev.millrace.simulation.Client.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedModelServerTest {

  private final SimulatedModelServer server =
      SimulatedModelServer.start(
          SimulatedModelSettings.defaults().withRules(List.of(Rule.say("ping", "pong pong pong"))));
  private final Client client = new Client(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void saysWhatItIs() throws Exception {
    HttpResponse<String> response = client.get("/");

    assertThat(response.headers().firstValue("Server")).contains("millrace-simulated-model");
    assertThat(response.body()).contains("simulated");
  }

  @Test
  void answersInOnePieceAsOpenAiDoes() throws Exception {
    HttpResponse<String> response = client.post(chat("ping"));
    JsonNode body = json(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(body.path("object").asText()).isEqualTo("chat.completion");
    assertThat(body.path("model").asText()).isEqualTo("gpt-x");
    assertThat(body.path("system_fingerprint").asText()).isEqualTo("simulated");
    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("pong pong pong");
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(body.at("/usage/total_tokens").asInt())
        .isEqualTo(3 + body.at("/usage/prompt_tokens").asInt());
  }

  @Test
  void streamsTheSameAnswerWithUsageAtTheEnd() throws Exception {
    HttpResponse<String> response =
        client.post(streamed(chat("ping")), "X-Simulate", "per_token=1");
    List<String> events = events(response.body());

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    assertThat(text(events)).isEqualTo("pong pong pong");
    assertThat(events).last().isEqualTo("[DONE]");
    JsonNode usage = json(events.get(events.size() - 2));
    assertThat(usage.path("choices")).isEmpty();
    assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(json(events.get(events.size() - 3)).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
  }

  private static String text(List<String> events) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      text.append(json(event).at("/choices/0/delta/content").asText(""));
    }
    return text.toString();
  }

  @Test
  void streamsToolCallsInPieces() throws Exception {
    String body =
        """
        {"model":"m","stream":true,"messages":[{"role":"user","content":"weather in Paris"}],
         "tools":[{"type":"function","function":{"name":"get_weather","description":"Weather",
           "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]}
        """;

    List<String> events = events(client.post(body, "X-Simulate", "per_token=0.1").body());

    StringBuilder arguments = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      arguments.append(
          json(event).at("/choices/0/delta/tool_calls/0/function/arguments").asText(""));
    }
    assertThat(arguments.toString()).isEqualTo("{\"city\":\"Paris\"}");
    assertThat(json(events.get(1)).at("/choices/0/delta/tool_calls/0/id").asText())
        .startsWith("call_");
    assertThat(json(events.get(events.size() - 2)).at("/choices/0/finish_reason").asText())
        .isEqualTo("tool_calls");
  }

  @Test
  void cutsAtTheLimitOfTokens() throws Exception {
    JsonNode body =
        json(client.post(chat("ping").replaceFirst("\\{", "{\"max_tokens\":2,")).body());

    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("pong pong");
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(2);
  }

  @Test
  void readsALongPromptFromTheCacheTheSecondTime() throws Exception {
    String system = "{\"role\":\"system\",\"content\":\"" + "word ".repeat(1_200) + "\"},";
    String first = chat("ping").replace("[{", "[" + system + "{");
    String second = chat("ping again").replace("[{", "[" + system + "{");
    String cached = "/usage/prompt_tokens_details/cached_tokens";

    assertThat(json(client.post(first).body()).at(cached).asInt()).isZero();
    assertThat(json(client.post(second).body()).at(cached).asInt()).isEqualTo(1_152);
    assertThat(json(client.post(chat("ping")).body()).at(cached).asInt()).isZero();
  }

  @Test
  void listsModelsAndRefusesOthers() throws Exception {
    HttpResponse<String> changed =
        client.postTo("/simulation", "{\"models\":[\"a\",\"b\"],\"behaviour\":{\"ttft\":\"1~2\"}}");

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(server.settings().behaviour().ttft()).isEqualTo(Distribution.lognormal(1, 2));
    assertThat(client.get("/v1/models").body()).contains("\"a\"", "\"b\"");
    HttpResponse<String> refused = client.post(chat("ping"));
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(json(refused.body()).at("/error/code").asText()).isEqualTo("model_not_found");
  }

  @Test
  void refusesSettingsThatMakeNoSense() throws Exception {
    for (String bad :
        List.of(
            "{\"sed\":1}",
            "{\"behaviour\":{\"faults\":{\"429\":2}}}",
            "{\"behaviour\":{\"faults\":{\"418\":0.1}}}",
            "{\"behaviour\":{\"ttft\":\"soon\"}}",
            "{\"behaviour\":{\"ttft\":null}}",
            "{\"behaviour\":null}",
            "{\"models\":null}",
            "{\"rules\":[{\"pattern\":\"(\"}]}",
            "[]",
            "{")) {
      assertThat(client.postTo("/simulation", bad).statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(client.post(chat("ping")).statusCode()).isEqualTo(200);
  }

  @Test
  void asksForTheKeyIfThereIsOne() throws Exception {
    client.postTo("/simulation", "{\"api_key\":\"s3cret\"}");

    assertThat(client.post(chat("ping")).statusCode()).isEqualTo(401);
    assertThat(client.post(chat("ping"), "Authorization", "Bearer s3cret").statusCode())
        .isEqualTo(200);
    assertThat(client.get("/simulation").body()).doesNotContain("s3cret");
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    for (String bad :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"model\":\"m\"}",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
            "{\"model\":\"m\",\"messages\":[]}",
            "{\"model\":\"m\",\"messages\":[7]}",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]}",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":{\"a\":1}}]}",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}",
            chat("x").replaceFirst("\\{", "{\"max_tokens\":0,"),
            chat("x").replaceFirst("\\{", "{\"tools\":[{\"type\":\"function\"}],"))) {
      HttpResponse<String> response = client.post(bad);
      assertThat(response.statusCode()).as(bad).isEqualTo(400);
      assertThat(json(response.body()).at("/error/type").asText())
          .isEqualTo("invalid_request_error");
    }
    assertThat(client.post(chat("x"), "X-Simulate", "fail=418").statusCode()).isEqualTo(400);
    assertThat(server.stats().inFlight()).isZero();
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    String large = " ".repeat(SimulationHandler.MAX_BODY_BYTES + 1);

    assertThat(client.post(large).statusCode()).isEqualTo(413);
    assertThat(client.postTo("/v1/nowhere", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void embedsTextsSoThatSharedWordsAreNear() throws Exception {
    String body =
        "{\"model\":\"e\",\"dimensions\":64,\"input\":[\"cancel order\",\"orders cancelled\",\"blue"
            + " sky\"]}";

    JsonNode data = json(client.postTo("/v1/embeddings", body).body()).path("data");

    assertThat(data.path(0).path("embedding")).hasSize(64);
    assertThat(dot(data.path(0), data.path(1))).isGreaterThan(0.99);
    assertThat(dot(data.path(0), data.path(2))).isLessThan(0.9);
  }

  private static double dot(JsonNode one, JsonNode other) {
    double sum = 0;
    for (int at = 0; at < 64; at++) {
      sum +=
          one.path("embedding").path(at).asDouble() * other.path("embedding").path(at).asDouble();
    }
    return sum;
  }

  @Test
  void countsWhatArrived() throws Exception {
    client.post(chat("ping"), "Idempotency-Key", "k1", "X-Simulate", "fail=500");
    client.post(chat("ping"), "Idempotency-Key", "k1");
    client.post(chat("ping"), "Idempotency-Key", "k2");

    JsonNode stats = json(client.get("/simulation/stats?idempotency_key=k2").body());

    assertThat(stats.path("requests").asInt()).isEqualTo(3);
    assertThat(stats.at("/outcomes/500").asInt()).isEqualTo(1);
    assertThat(stats.at("/outcomes/answered").asInt()).isEqualTo(2);
    assertThat(stats.at("/idempotency_keys/repeated/k1").asInt()).isEqualTo(2);
    assertThat(stats.path("seen").asInt()).isEqualTo(1);
    assertThat(stats.path("completion_tokens").asInt()).isEqualTo(6);
  }
}
