// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Outcome;
import dev.millrace.embedding.LocalEmbedder;
import dev.millrace.model.Message;
import dev.millrace.model.ModelRequest;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.route.By;
import dev.millrace.route.Decision;
import dev.millrace.route.Example;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.ModelChoice;
import dev.millrace.route.Question;
import dev.millrace.route.RouteClassifier;
import dev.millrace.schemas.Request;
import dev.millrace.simulation.SimulatedModel;
import dev.millrace.wire.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Every request of the demo finds the route it is expected on, by the real classifier. */
@TestInstance(Lifecycle.PER_CLASS)
class RequestsRouteTest {
  private final Pipeline pipeline = PipelinesTest.read("retail/pipeline.yaml");
  private final LocalEmbedder embedder = new LocalEmbedder(1, 1_000);
  private final SimulatedModel model = new SimulatedModel(42, List.of());
  private final Map<String, JsonNode> expected = new HashMap<>();
  private final List<Request> requests = RequestLines.read(DemoJson.text("retail/requests.jsonl"));
  private final RouteClassifier classifier = classifier();

  @BeforeAll
  void readWhatIsExpected() throws JsonProcessingException {
    for (String line : DemoJson.text("retail/expected.jsonl").lines().toList()) {
      JsonNode json = DemoJson.MAPPER.readTree(line);
      expected.put(json.path("request_id").asText(), json);
    }
  }

  @AfterAll
  void close() {
    embedder.close();
  }

  private RouteClassifier classifier() {
    List<Example> examples = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      route.examples().forEach(text -> examples.add(new Example(route.name(), vector(text))));
    }
    return RouteClassifier.of(pipeline.routes(), pipeline.classifier(), ExampleIndex.of(examples));
  }

  private float[] vector(String text) {
    Outcome<float[]> outcome = embedder.embed(text).join();
    return ((Outcome.Succeeded<float[]>) outcome).value();
  }

  @Test
  void everyRequestFindsItsRoute() {
    SoftAssertions all = new SoftAssertions();
    for (Request request : requests) {
      JsonNode outcome = expected.getOrDefault(request.getRequestId(), DemoJson.tree(Map.of()));
      if (!outcome.path("status").asText().equals("expired")) {
        Decision decision = decide(question(request));
        String found =
            decision instanceof Decision.Routed routed
                ? routed.route()
                : ((Decision.Refused) decision).reason();
        String wanted = outcome.path("route").asText();
        all.assertThat(found)
            .as(request.getRequestId() + " by " + decision)
            .isEqualTo(wanted.isEmpty() ? outcome.path("reason").asText() : wanted);
      }
    }
    all.assertAll();
  }

  @Test
  void routesAreFoundInEveryWayThereIs() {
    Set<By> ways = EnumSet.noneOf(By.class);
    Set<String> refusals = new HashSet<>();
    for (Request request : requests) {
      Decision decision = decide(question(request));
      if (decision instanceof Decision.Routed routed) {
        ways.add(routed.by());
      } else if (decision instanceof Decision.Refused refused) {
        refusals.add(refused.reason());
      }
    }
    assertThat(ways).contains(By.HINT, By.RULE, By.EMBEDDING, By.FALLBACK);
    assertThat(refusals)
        .containsExactlyInAnyOrder("unknown_route", "not_permitted", "extract_missing");
  }

  private static Question question(Request request) {
    return new Question(
        Requests.inquiry(request).text(),
        request.getAttributes(),
        Set.copyOf(request.getPermissions()),
        request.getRoute());
  }

  private Decision decide(Question question) {
    Decision decision = classifier.decide(question);
    if (decision instanceof Decision.AskEmbedding) {
      decision = classifier.decide(question, vector(question.text()));
    }
    return decision instanceof Decision.AskModel ask ? byModel(question, ask) : decision;
  }

  private Decision byModel(Question question, Decision.AskModel ask) {
    List<Route> candidates =
        pipeline.routes().values().stream()
            .filter(route -> ask.candidates().contains(route.name()))
            .toList();
    ModelRequest request =
        new ModelRequest(
            "call",
            "sim-small",
            List.of(
                new Message.SystemMessage(ModelChoice.instructions(candidates)),
                new Message.UserMessage(question.text())),
            List.of(),
            40,
            null,
            ModelChoice.schema(ask.candidates()).toString(),
            Duration.ofSeconds(1));
    return classifier.decide(question, model.answer(request).text());
  }
}
