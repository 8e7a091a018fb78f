// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static dev.millrace.topology.PipelineTester.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.Message;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import dev.millrace.state.Stores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that were begun under one pipeline file, while the application goes over to another. */
class UpgradeTest {
  private static final String KEY = "k-hidden-4711";

  /** One route, of a tool and a model that has a fallback. */
  private static final String FILE =
      """
      pipeline: {name: shop, version: "1"}
      providers:
        one: {url: "http://127.0.0.1:1/v1", api_key: "${MODEL_KEY}"}
      models:
        small:
          {provider: one, name: wire-small, max_output_tokens: 100, price: {input: 1, output: 4}}
        large:
          {provider: one, name: wire-large, max_output_tokens: 100, price: {input: 1, output: 4}}
      tools:
        order: {java: order, effect: read, price: 0.001}
        customer: {java: customer, effect: read, price: 0.001}
      routes:
        status:
          rules: [{text: status}]
          plan:
            calls:
              find: {tool: order, arguments: {id: "1"}}
              say: {model: small, prompt: "Say {{calls.find.state}}.", needs: [find]}
            answer: "Old: {{calls.say.text}}"
      """;

  @TempDir Path states;

  private final Map<String, String> environment = new HashMap<>(Map.of("MODEL_KEY", KEY));
  private int starts;
  private @Nullable PipelineTester open;

  private Pipeline pipeline(String text) {
    Reading reading = PipelineFile.read("shop.yaml", text, environment::get);
    if (reading instanceof Reading.Valid valid) {
      return valid.pipeline();
    }
    throw new AssertionError(reading.toString());
  }

  private static String changed(String from, String to) {
    return changed(FILE, from, to);
  }

  private static String changed(String file, String from, String to) {
    assertThat(file).contains(from);
    return file.replace(from, to);
  }

  /** The next version, whose plan is another altogether. */
  private static String otherPlan() {
    String renamed = changed("find: {tool: order", "who: {tool: customer");
    String asked =
        changed(
            renamed, "calls.find.state}}.\", needs: [find]", "calls.who.name}}.\", needs: [who]");
    return changed(changed(asked, "version: \"1\"", "version: \"2\""), "Old:", "New:");
  }

  private PipelineTester start(String text) {
    open = new PipelineTester(pipeline(text), state());
    return open;
  }

  /** The partition goes to an instance with this file. */
  private PipelineTester move(PipelineTester from, String text) {
    open = from.restart(pipeline(text), state());
    open.turn();
    return open;
  }

  private Path state() {
    return states.resolve(Integer.toString(starts++));
  }

  @AfterEach
  void everyRunLeavesNothingBehind() {
    if (open != null) {
      open.assertNothingIsLeftBehind();
      open.close();
    }
  }

  private static void answerTool(PipelineTester pipeline, String tool, String json) {
    pipeline.transport.answer(pipeline.transport.takeTool(tool), json);
    pipeline.turn();
  }

  private static String answerModel(PipelineTester pipeline, String text) {
    OutboundCall.ToModel call = pipeline.transport.takeModel();
    pipeline.transport.answer(call, text);
    pipeline.turn();
    return call.request().messages().stream()
        .filter(Message.UserMessage.class::isInstance)
        .map(message -> ((Message.UserMessage) message).text())
        .reduce("", String::concat);
  }

  private static String idOf(String text) {
    return PipelineText.idOf(text);
  }

  @Test
  void aRunFinishesItsPlanWhileANewRequestTakesTheNewOne() {
    PipelineTester running = start(FILE);
    running.request("r1", "status");

    PipelineTester pipeline = move(running, otherPlan());
    pipeline.request("r2", "status");

    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    assertThat(answerModel(pipeline, "It is sent.")).isEqualTo("Say sent.");
    Result first = pipeline.takeResult();
    assertThat(first.getAnswer()).isEqualTo("Old: It is sent.");
    assertThat(first.getPipelineVersion()).isEqualTo("1");
    answerTool(pipeline, "customer", "{\"name\":\"Ann\"}");
    assertThat(answerModel(pipeline, "It is Ann.")).isEqualTo("Say Ann.");
    Result second = pipeline.takeResult();
    assertThat(second.getAnswer()).isEqualTo("New: It is Ann.");
    assertThat(second.getPipelineVersion()).isEqualTo("2");
  }

  @Test
  void aRouteAndAToolThatAreGoneStillServeTheRunsThatWereBegunOnThem() {
    PipelineTester running = start(FILE);
    running.request("r1", "status");

    String withoutOrder = changed("  order: {java: order, effect: read, price: 0.001}\n", "");
    String other =
        changed(
            withoutOrder,
            "  status:\n    rules: [{text: status}]",
            "  who:\n    rules: [{text: who}]");
    PipelineTester pipeline = move(running, changed(other, "tool: order", "tool: customer"));

    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    answerModel(pipeline, "sent");
    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("completed");
    assertThat(result.getRoute()).isEqualTo("status");
    assertThat(result.getModels()).containsExactly("small");
    assertThat(result.getCostNanos()).isGreaterThan(1_000_000);
  }

  @Test
  void aRunKeepsToItsPromptAndItsModelAndItsPrices() {
    PipelineTester running = start(FILE);
    running.request("r1", "status");
    answerTool(running, "order", "{\"state\":\"sent\"}");

    String dearer = changed("input: 1, output: 4", "input: 100, output: 400");
    String elsewhere =
        changed(dearer, "{model: small, prompt: \"Say", "{model: large, prompt: \"Tell");
    PipelineTester pipeline = move(running, elsewhere);
    OutboundCall.ToModel call = pipeline.transport.takeModel();
    pipeline.transport.answer(call, "sent");
    pipeline.turn();

    assertThat(call.request().model()).isEqualTo("wire-small");
    assertThat(call.request().messages().toString()).contains("Say sent.");
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Old: sent");
    assertThat(pipeline.costs().get(1).getOutcomeUnknown()).as("the restart hid one").isTrue();
    CostEvent cost = pipeline.costs().get(2);
    assertThat(cost.getAmountNanos()).isEqualTo(100 * 1_000 + 20 * 4_000);
    assertThat(cost.getModel()).isEqualTo("small");
  }

  @Test
  void anAgentGoesOnWithItsToolsAndItsWords() {
    String agent =
        changed(
            FILE.substring(0, FILE.indexOf("    plan:")),
            "rules: [{text: status}]",
            "rules: [{text: status}]\n"
                + "    agent: {model: small, system: Old clerk., tools: [order, customer]}");
    PipelineTester running = start(agent);
    running.request("r1", "status");
    running.transport.wish(running.transport.takeModel(), new ToolUse("u1", "order", "{}"));
    running.turn();

    PipelineTester pipeline =
        move(running, changed(changed(agent, "Old clerk.", "New clerk."), "[order, ", "["));
    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    OutboundCall.ToModel call = pipeline.transport.takeModel();
    pipeline.transport.answer(call, "It is sent.");
    pipeline.turn();

    assertThat(call.request().messages().get(0).toString()).contains("Old clerk.");
    assertThat(call.request().tools()).extracting(tool -> tool.name()).contains("order");
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("It is sent.");
  }

  @Test
  void aRunRetriesByItsOwnPolicy() {
    PipelineTester running =
        start(changed("order: {java: order,", "order: {java: order, retry: {max_attempts: 1},"));
    running.request("r1", "status");

    PipelineTester pipeline = move(running, FILE);
    pipeline.transport.fail(
        pipeline.transport.takeTool("order"),
        Failure.retryAfter(FailureKind.RATE_LIMITED, "HTTP 429", Duration.ofSeconds(1)));
    pipeline.pass(Duration.ofSeconds(5));

    assertThat(pipeline.takeResult().getReason()).isEqualTo("rate_limited");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void aRunThatLooksForItsRouteFindsItAsItsOwnFileSays() {
    String unruled = changed("    rules: [{text: status}]\n", "");
    String hours = "classifier: {embeddings: false, model: small}\nroutes:\n";
    String asking = changed(unruled, "routes:\n", hours + "  hours: {plan: {answer: Always.}}\n");
    PipelineTester running = start(asking);
    running.request("r1", "Where is it?");

    PipelineTester pipeline = move(running, otherPlan());
    answerModel(pipeline, "{\"route\": \"hours\"}");

    Result result = pipeline.takeResult();
    assertThat(result.getRoute()).isEqualTo("hours");
    assertThat(result.getAnswer()).isEqualTo("Always.");
  }

  @Test
  void aRunSpendsByTheLimitsOfItsOwnFile() {
    PipelineTester running = start(FILE + "budgets: {run: {model_calls: 1}}\n");
    running.request("r1", "status");

    PipelineTester pipeline = move(running, FILE + "budgets: {run: {model_calls: 0}}\n");
    pipeline.request("r2", "status");
    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    answerModel(pipeline, "sent");

    assertThat(List.of(pipeline.takeResult(), pipeline.takeResult()))
        .extracting(result -> result.getRequestId() + " " + result.getStatus())
        .containsExactlyInAnyOrder("r1 completed", "r2 incomplete");
  }

  @Test
  void butItsTenantSpendsByThePresentOne() {
    PipelineTester running = start(FILE);
    running.request("r1", "status");

    PipelineTester pipeline = move(running, FILE + "budgets: {tenant: {day: {model_calls: 0}}}\n");
    answerTool(pipeline, "order", "{\"state\":\"sent\"}");

    assertThat(pipeline.takeResult().getReason()).isEqualTo("model_calls");
  }

  @Test
  void whatAnOldRunAnswersIsNotServedAsAnAnswerOfTheNewVersion() {
    String cached =
        changed("rules: [{text: status}]", "rules: [{text: status}]\n    cache: {ttl: 5m}");
    PipelineTester running = start(cached);
    running.request("r1", "status");

    PipelineTester pipeline = move(running, changed(cached, "version: \"1\"", "version: \"2\""));
    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    answerModel(pipeline, "sent");
    assertThat(pipeline.takeResult().getCaches()).isNotEmpty();
    pipeline.request("r2", "status");

    answerTool(pipeline, "order", "{\"state\":\"lost\"}");
    answerModel(pipeline, "lost");
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Old: lost");
  }

  @Test
  void anInstanceWithTheOldFileTakesUpRunsOfTheNewOneAndGivesThemBack() {
    PipelineTester old = start(FILE);
    old.request("r1", "status");
    PipelineTester upgraded = move(old, otherPlan());
    upgraded.request("r2", "status");

    PipelineTester oldAgain = move(upgraded, FILE);
    answerTool(oldAgain, "customer", "{\"name\":\"Ann\"}");
    answerTool(oldAgain, "order", "{\"state\":\"sent\"}");
    oldAgain.request("r3", "status");
    PipelineTester pipeline = move(oldAgain, otherPlan());

    String asked = answerModel(pipeline, "one") + answerModel(pipeline, "two");
    assertThat(asked).contains("Say sent.", "Say Ann.");
    List<String> answers =
        List.of(pipeline.takeResult().getAnswer(), pipeline.takeResult().getAnswer());
    assertThat(answers).containsAnyOf("Old: one", "Old: two").containsAnyOf("New: one", "New: two");
    answerTool(pipeline, "order", "{}");
    answerModel(pipeline, "three");
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("Old: three");
  }

  @Test
  void aDefinitionIsKeptWhileARunOfItLives() {
    PipelineTester running = start(FILE);
    assertThat(running.definitions()).isEmpty();
    running.request("r1", "status");
    running.request("r2", "status");
    assertThat(running.definitions()).containsExactly(Map.entry(idOf(FILE), FILE));

    PipelineTester pipeline = move(running, otherPlan());
    assertThat(pipeline.definitions()).containsOnlyKeys(idOf(FILE));
    pipeline.request("r3", "status");
    assertThat(pipeline.definitions()).containsOnlyKeys(idOf(FILE), idOf(otherPlan()));

    pipeline.cancel("r1", PipelineTester.TENANT);
    assertThat(pipeline.definitions()).containsOnlyKeys(idOf(FILE), idOf(otherPlan()));
    pipeline.cancel("r2", PipelineTester.TENANT);
    assertThat(pipeline.definitions()).containsOnlyKeys(idOf(otherPlan()));
    pipeline.cancel("r3", PipelineTester.TENANT);
    assertThat(pipeline.definitions()).containsOnlyKeys(idOf(otherPlan()));
    for (int run = 0; run < 3; run++) {
      pipeline.takeResult();
    }
  }

  @Test
  void aDefinitionWhoseRunsHadEndedBeforeIsDroppedAtTheNextStart() {
    PipelineTester running = start(FILE);
    running.request("r1", "status");
    running.cancel("r1", PipelineTester.TENANT);

    PipelineTester pipeline = move(running, otherPlan());

    assertThat(pipeline.definitions()).isEmpty();
  }

  @Test
  void aDefinitionIsWrittenOnceForAllItsRuns() {
    PipelineTester running = start(FILE);
    for (int run = 0; run < 5; run++) {
      running.request("r" + run, "status");
      running.cancel("r" + run, PipelineTester.TENANT);
    }

    assertThat(running.changelog(Stores.DEFINITIONS)).hasSize(1);
  }

  @Test
  void whereItsDefinitionCannotBeReadAnyMoreARunGoesOnByTheNewOneIfItFits() {
    PipelineTester running = start(sayingByVariable());
    running.request("r1", "status");
    environment.remove("SAY");

    PipelineTester pipeline = move(running, changed("Old:", "New:"));

    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    answerModel(pipeline, "sent");
    assertThat(pipeline.takeResult().getAnswer()).isEqualTo("New: sent");
  }

  private String sayingByVariable() {
    environment.put("SAY", "Utter");
    return changed("Say {{", "${SAY} {{");
  }

  @Test
  void andEndsIfItDoesNotWithAReasonThatAPersonCanActOn() {
    PipelineTester running = start(sayingByVariable());
    running.request("r1", "status");
    environment.remove("SAY");

    PipelineTester pipeline = move(running, otherPlan());

    Result result = pipeline.takeResult();
    assertThat(result.getStatus()).isEqualTo("failed");
    assertThat(result.getReason()).isEqualTo("route_changed");
    assertThat(result.getDetail())
        .contains("routes.status.plan.calls.say.prompt", "the environment has no SAY", "call find")
        .doesNotContain(KEY, "Utter");
    pipeline.transport.assertNothingLeft();
  }

  @Test
  void anApplicationThatIsBuiltInJavaNowGoesOnByWhatItHas() {
    PipelineTester running = start(FILE);
    running.request("r1", "status");

    open = running.restart(Pipelines.shop().plan("other", "-"), state());
    open.turn();

    Result result = open.takeResult();
    assertThat(result.getReason()).isEqualTo("route_changed");
    assertThat(result.getDetail()).contains("not read from a file");
  }

  @Test
  void theLaneOfAToolThatIsGoneIsAsNarrowAsItsOwnFileHadIt() {
    PipelineTester running =
        start(changed("order: {java: order,", "order: {java: order, max_in_flight: 2,"));
    for (int run = 0; run < 5; run++) {
      running.request(ask("r" + run, "status"));
    }

    String withoutOrder = changed("  order: {java: order, effect: read, price: 0.001}\n", "");
    PipelineTester pipeline = move(running, changed(withoutOrder, "tool: order", "tool: customer"));

    assertThat(pipeline.transport.takeAll()).hasSize(2);
    for (int run = 0; run < 5; run++) {
      pipeline.cancel("r" + run, PipelineTester.TENANT);
      assertThat(pipeline.takeResult().getStatus()).isEqualTo("cancelled");
    }
  }

  @Test
  void noSecretOfTheEnvironmentIsWrittenWhereverItIsUsed() {
    environment.put("TEAM_TOKEN", "t-hidden-4712");
    PipelineTester pipeline =
        start(
            changed(
                "api_key: \"${MODEL_KEY}\"}",
                "api_key: \"${MODEL_KEY}\", headers: {X-Team-Token: \"${TEAM_TOKEN}\"}}"));
    pipeline.request("r1", "status");
    answerTool(pipeline, "order", "{\"state\":\"sent\"}");
    answerModel(pipeline, "sent");

    List<String> written =
        pipeline.everythingWritten().stream()
            .map(record -> Objects.requireNonNullElse(record.value(), new byte[0]))
            .map(value -> new String(value, StandardCharsets.UTF_8))
            .toList();
    assertThat(written)
        .anyMatch(value -> value.contains("${TEAM_TOKEN}"))
        .noneMatch(value -> value.contains("hidden-471"));
  }
}
