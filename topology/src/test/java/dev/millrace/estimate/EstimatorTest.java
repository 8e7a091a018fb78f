// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.route.By;
import dev.millrace.schemas.Request;
import dev.millrace.token.TokenCounter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a pipeline before it runs. */
class EstimatorTest {
  private static final long NOW_MS = 1_767_600_000_000L;

  private static final String FILE =
      """
      pipeline: {name: shop}
      providers: {p: {url: "http://127.0.0.1:1/v1"}}
      models:
        small:
          provider: p
          name: sim-small
          max_output_tokens: 200
          retry: {max_attempts: 2}
          price: {input: 1, output: 10}
        large:
          provider: p
          name: sim-large
          max_output_tokens: 400
          retry: {max_attempts: 3}
          fallbacks: [small]
          price: {input: 10, output: 100}
      tools:
        look:
          http: {url: "http://127.0.0.1:1/{{id}}"}
          description: "Look something up."
          parameters: {type: object, properties: {id: {type: string}}}
          retry: {max_attempts: 3}
          price: 0.001
        write:
          http: {method: POST, url: "http://127.0.0.1:1/"}
          parameters: {type: object}
          price: 0.002
      classifier: {embeddings: false}
      routes:
        lookups:
          rules: [{text: "look"}]
          plan:
            calls:
              one: {tool: look, arguments: {id: "1"}}
              two: {tool: look, arguments: {id: "2"}}
              done: {tool: write, needs: [one, two]}
            answer: done
        words:
          rules: [{text: "words"}]
          plan:
            calls:
              one: {tool: look, arguments: {id: "1"}}
              said: {model: small, system: "Be brief.", prompt: "{{request.text}}", needs: [one]}
            answer: "{{calls.said.text}}"
        agent:
          rules: [{text: "agent"}]
          agent: {model: large, system: "Help.", tools: [look], max_steps: 4, max_parallel_tools: 3}
        thrifty:
          rules: [{text: "thrift"}]
          budget: {money: 0.008}
          agent: {model: large, system: "Help.", tools: [look], max_steps: 4, max_parallel_tools: 3}
        poor:
          rules: [{text: "poor"}]
          budget: {money: 0.00001}
          agent: {model: large, system: "Help.", tools: [look], max_steps: 4, max_parallel_tools: 3}
        choosy:
          rules: [{text: "choosy"}]
          budget: {money: 0.001}
          plan:
            calls:
              nice: {tool: look, arguments: {id: "1"}, optional: true}
              must: {tool: look, arguments: {id: "2"}}
            answer: must
        declining:
          rules: [{text: "declining"}]
          downgrade: [{left: 0.5, of: tenant.day, models: {large: small}}]
          plan:
            calls: {said: {model: large, prompt: "Say: {{request.text}}"}}
            answer: "{{calls.said.text}}"
        short:
          rules: [{text: "short"}]
          budget: {steps: 1}
          agent: {model: small, system: "Help.", tools: [look], max_steps: 4, max_parallel_tools: 3}
      budgets: {tenant: {day: {money: 5}}}
      """;

  private final Pipeline pipeline = pipeline(FILE);

  private static Pipeline pipeline(String text) {
    return ((Reading.Valid) PipelineFile.read("shop.yaml", text, name -> null)).pipeline();
  }

  @Test
  void aRouteWithoutAModelCostsItsTools() {
    RouteEstimate route = imagined("lookups", Map.of());

    assertThat(route.least(Measure.TOOL_CALLS)).isEqualTo(3);
    assertThat(route.likely(Measure.TOOL_CALLS).mean()).isEqualTo(3);
    assertThat(route.most(Measure.TOOL_CALLS)).as("a write leaves once").isEqualTo(3 + 3 + 1);
    assertThat(route.likely(Measure.COST_NANOS).mean()).isEqualTo(4_000_000);
    assertThat(route.most(Measure.COST_NANOS)).isEqualTo(6 * 1_000_000 + 2_000_000);
    assertThat(route.most(Measure.MODEL_CALLS)).isZero();
  }

  @Test
  void aPromptIsCountedAsItIsWhenMoneyIsReservedAndPricedToTheNano() {
    Request request = request("words, please");
    int input = tokens(new SystemMessage("Be brief.")) + tokens(new UserMessage("words, please"));

    RouteEstimate route = given(Map.of("answer_percent", 25L), request).routes().get(0);

    assertThat(route.route()).isEqualTo("words");
    assertThat(route.likely(Measure.INPUT_TOKENS).mean()).isEqualTo(input);
    assertThat(route.likely(Measure.OUTPUT_TOKENS).mean()).isEqualTo(50);
    assertThat(route.likely(Measure.COST_NANOS).mean())
        .isEqualTo(1_000_000 + input * 1_000 + 50 * 10_000);
    assertThat(route.least(Measure.COST_NANOS)).isEqualTo(1_000_000 + input * 1_000 + 10_000);
    assertThat(route.most(Measure.COST_NANOS))
        .as("three attempts of the tool, two of the model")
        .isEqualTo(3_000_000 + 2 * (input * 1_000 + 200 * 10_000));
  }

  private static int tokens(Message message) {
    return TokenCounter.forModel("sim-small").countMessages(List.of(message), List.of());
  }

  @Test
  void callsThatFlyTogetherTakeAsLongAsOne() {
    Map<String, Long> times =
        Map.of(
            "tool_ms", 70L, "first_token_ms", 500L, "output_token_ms", 3L, "answer_percent", 50L);

    assertThat(imagined("lookups", times).likely(Measure.LATENCY_MS).mean()).isEqualTo(140);
    assertThat(imagined("words", times).likely(Measure.LATENCY_MS).mean())
        .isEqualTo(70 + 500 + 3 * 100);
  }

  @Test
  void anAgentCarriesItsHistoryIntoEachTurn() {
    long one = input(Map.of("turns", 1L));
    long two = input(Map.of("turns", 2L));
    long three = input(Map.of("turns", 3L));

    assertThat(two - one).isGreaterThan(one);
    assertThat(three - two).isGreaterThan(two - one);
    assertThat(input(Map.of("turns", 9L)))
        .as("no more than its steps")
        .isEqualTo(input(Map.of("turns", 4L)));
    RouteEstimate route = imagined("agent", Map.of("turns", 3L, "tools_per_turn", 2L));
    assertThat(route.likely(Measure.MODEL_CALLS).mean()).isEqualTo(3);
    assertThat(route.likely(Measure.TOOL_CALLS).mean()).isEqualTo(4);
    assertThat(route.least(Measure.MODEL_CALLS)).isEqualTo(1);
  }

  private long input(Map<String, Long> assumed) {
    return imagined("agent", assumed).likely(Measure.INPUT_TOKENS).mean();
  }

  @Test
  void theMostHasEachAttemptAndEachFallback() {
    RouteEstimate route = imagined("agent", Map.of());

    assertThat(route.most(Measure.MODEL_CALLS)).isEqualTo(4 * (3 + 2));
    assertThat(route.most(Measure.TOOL_CALLS)).isEqualTo(3 * 3 * 3);
    assertThat(route.most(Measure.OUTPUT_TOKENS)).isEqualTo(4 * (3 * 400 + 2 * 200));
    assertThat(route.most(Measure.COST_NANOS))
        .isGreaterThan(route.likely(Measure.COST_NANOS).max());
  }

  @Test
  void theMostIsWithinTheRunsBudget() {
    assertThat(imagined("thrifty", Map.of()).most(Measure.COST_NANOS)).isEqualTo(8_000_000);
  }

  @Test
  void whatABudgetDoesNotHoldIsNotCalledAndSaid() {
    RouteEstimate route = imagined("poor", Map.of());

    assertThat(route.likely(Measure.COST_NANOS).mean()).isZero();
    assertThat(route.likelyUnfinished())
        .containsOnlyKeys("incomplete: The run's budget has not enough left: money.");
    assertThat(route.likelyTrimmed()).isZero();
    assertThat(imagined("agent", Map.of()).likelyUnfinished()).isEmpty();
  }

  @Test
  void aCallThatABudgetDoesNotHoldIsMadeSmallerAsItWillBe() {
    RouteEstimate route = imagined("thrifty", Map.of());

    assertThat(route.likelyTrimmed()).isEqualTo(1);
    assertThat(route.likelyUnfinished()).isEmpty();
    assertThat(route.likely(Measure.COST_NANOS).mean())
        .as("the fallback answers, for the model itself is too dear")
        .isBetween(1L, 8_000_000L);
    assertThat(imagined("agent", Map.of()).likelyTrimmed()).isZero();
  }

  @Test
  void whatARunCannotDoWithoutComesFirst() {
    RouteEstimate route = imagined("choosy", Map.of());

    assertThat(route.likely(Measure.TOOL_CALLS).mean()).isEqualTo(1);
    assertThat(route.likelyUnfinished()).isEmpty();
  }

  @Test
  void aRouteStepsDownToCheaperModelsAsItsBudgetsEmpty() {
    RouteEstimate full = imagined("declining", Map.of());
    RouteEstimate halfEmpty = imagined("declining", Map.of("window_left_percent", 50L));

    long ofLarge = full.likely(Measure.COST_NANOS).mean();
    long ofSmall = halfEmpty.likely(Measure.COST_NANOS).mean();
    assertThat(ofSmall).isLessThan(ofLarge / 10);
    assertThat(full.least(Measure.COST_NANOS)).as("it may step down").isLessThan(ofSmall);
    assertThat(halfEmpty.most(Measure.COST_NANOS)).as("it may not yet").isGreaterThan(ofLarge);
    assertThat(imagined("declining", Map.of("window_left_percent", 51L)).likely(Measure.COST_NANOS))
        .isEqualTo(full.likely(Measure.COST_NANOS));
  }

  @Test
  void anAgentWithOneStepIsAskedOnce() {
    RouteEstimate route = imagined("short", Map.of());

    assertThat(route.likely(Measure.MODEL_CALLS).mean()).isEqualTo(1);
    assertThat(route.likelyUnfinished()).isEmpty();
  }

  @Test
  void theModelThatFindsARouteIsInTheMost() {
    Pipeline asks =
        pipeline(
            FILE.replace(
                "classifier: {embeddings: false}",
                "classifier: {embeddings: false, model: small}"));

    RouteEstimate route =
        new Estimator(asks, Assumptions.usual(), NOW_MS).ofImagined().routes().get(0);

    assertThat(route.route()).isEqualTo("lookups");
    assertThat(route.likely(Measure.MODEL_CALLS).mean()).as("a rule finds it").isZero();
    assertThat(route.most(Measure.MODEL_CALLS)).isEqualTo(2);
  }

  @Test
  void aRouteThatOnlyAModelFindsLikelyTakesOneCallMore() {
    String asking = "classifier: {embeddings: false, model: small, fallback_route: lookups}";
    String file = FILE.replace("classifier: {embeddings: false}", asking);
    String unruled =
        file.replace("rules: [{text: \"look\"}]", "description: \"Lookups.\"")
            .replace("rules: [{text: \"words\"}]", "description: \"Words.\"");

    List<RouteEstimate> routes =
        new Estimator(pipeline(unruled), Assumptions.usual(), NOW_MS).ofImagined().routes();

    assertThat(routes.get(0).likely(Measure.MODEL_CALLS).mean()).as("the fallback").isZero();
    assertThat(routes.get(1).likely(Measure.MODEL_CALLS).mean()).as("words").isEqualTo(2);
  }

  @Test
  void requestsGoWhereRulesAndHintsLead() {
    Request hinted = request("whatever");
    hinted.setRoute("agent");
    Request lost = request("look");
    lost.setRoute("nowhere");

    Estimate estimate =
        given(
            Map.of(), request("look"), request("look!"), hinted, lost, request(" "), request("?"));

    assertThat(estimate.routes())
        .extracting(RouteEstimate::route)
        .containsExactly("lookups", "agent");
    assertThat(estimate.routes().get(0).requests()).hasSize(2);
    assertThat(estimate.leftOut())
        .isEqualTo(
            Map.of(
                "rejected: unknown_route",
                1L,
                "rejected: empty",
                1L,
                "rejected: unclassified",
                1L));
  }

  private static final String BY_EXAMPLES =
      FILE.replace("classifier: {embeddings: false}", "classifier: {model: small}")
          .replace("rules: [{text: \"look\"}]", "examples: [\"Find it.\"]")
          .replace("rules: [{text: \"words\"}]", "examples: [\"Say it.\"]")
          .replace("rules: [{text: \"agent\"}]", "description: \"All else.\"");

  @Test
  void whatOnlyExamplesOrAModelCanPlaceIsSharedEvenlyWhereNothingTellsHow() {
    Estimate estimate = atRunTime(16, Map.of());

    assertThat(estimate.sharing().asSeen()).isFalse();
    assertThat(estimate.sharing().byRoute().values()).containsOnly(2L).hasSize(8);
    assertThat(estimate.leftOut()).isEmpty();
  }

  @Test
  void whatOnlyExamplesOrAModelCanPlaceIsSharedAsItWasSeen() {
    Estimate estimate =
        atRunTime(
            8,
            Map.of(
                new Found("words", By.EMBEDDING),
                5L,
                new Found("agent", By.MODEL),
                3L,
                new Found("lookups", By.RULE),
                999L));

    assertThat(estimate.sharing()).isEqualTo(new Sharing(Map.of("words", 5L, "agent", 3L), true));
  }

  @Test
  void whatFindingARouteTakesIsCounted() {
    Map<String, Long> brief = Map.of("turns", 1L);
    Found byExamples = new Found("words", By.EMBEDDING);
    Found byModel = new Found("words", By.MODEL);

    RouteEstimate compared = onlyRoute(brief, Map.of(byExamples, 1L));
    RouteEstimate chosen = onlyRoute(brief, Map.of(byModel, 1L));

    assertThat(compared.likely(Measure.MODEL_CALLS).mean()).isEqualTo(1);
    assertThat(compared.most(Measure.MODEL_CALLS)).as("two attempts each").isEqualTo(4);
    assertThat(chosen.least(Measure.MODEL_CALLS)).isEqualTo(2);
    assertThat(chosen.likely(Measure.COST_NANOS).mean())
        .isGreaterThan(compared.likely(Measure.COST_NANOS).mean());
  }

  private RouteEstimate onlyRoute(Map<String, Long> assumed, Map<Found, Long> seen) {
    return new Estimator(pipeline(BY_EXAMPLES), Assumptions.of(assumed), NOW_MS)
        .of(List.of(request("?")), seen)
        .routes()
        .get(0);
  }

  private static Estimate atRunTime(int count, Map<Found, Long> seen) {
    return new Estimator(pipeline(BY_EXAMPLES), Assumptions.usual(), NOW_MS)
        .of(Collections.nCopies(count, request("?")), seen);
  }

  private Estimate given(Map<String, Long> assumed, Request... requests) {
    return new Estimator(pipeline, Assumptions.of(assumed), NOW_MS).of(List.of(requests), Map.of());
  }

  private RouteEstimate imagined(String route, Map<String, Long> assumed) {
    return new Estimator(pipeline, Assumptions.of(assumed), NOW_MS)
        .ofImagined().routes().stream()
            .filter(each -> each.route().equals(route))
            .findFirst()
            .orElseThrow();
  }

  private static Request request(String text) {
    return Request.newBuilder().setTenant("acme").setRequestId("r-1").setInput(text).build();
  }
}
