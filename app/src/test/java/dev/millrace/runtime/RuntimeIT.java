// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kafka.Await;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.StoredWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole application on a real broker, with real HTTP behind it, and kill -9 in the middle. */
class RuntimeIT extends ShopOnKafka {
  private static final int RUNS = 200;

  private static Request ask(int number, String text) {
    return Request.newBuilder()
        .setRequestId("r" + number)
        .setTenant("tenant-" + number % 7)
        .setUser("ann")
        .setInput(text)
        .build();
  }

  private static String order(int number) {
    return String.format("#W%07d", number);
  }

  @Test
  void answersByPlanAndByAgentAndSurvivesGarbage() throws IOException {
    try (Outside outside = new Outside(20, 10);
        AgentApplication app =
            Shop.start(
                outside.environment(registry.url()), broker.bootstrapServers(), dir, "one")) {
      Await.until("ready", app::isReady);
      traffic.follow("shop.results", "shop.costs", "shop.dead-letters");

      traffic.send(ask(1, "What is the status of " + order(1) + "?"));
      traffic.sendRaw("tenant-1".getBytes(StandardCharsets.UTF_8), new byte[] {0, 0, 0, 0, 99, 1});
      traffic.send(ask(2, "Help me with order " + order(2) + ", where is it?"));

      Await.until("two results", () -> traffic.results().size() == 2);
      Await.until("a dead letter", () -> traffic.count("shop.dead-letters") == 1);
      Result plan = traffic.result("r1");
      Result agent = traffic.result("r2");
      assertThat(plan.getStatus()).isEqualTo("completed");
      assertThat(plan.getAnswer()).contains("shipped");
      assertThat(agent.getStatus()).isEqualTo("completed");
      assertThat(agent.getToolResults()).isNotEmpty();
      assertThat(plan.getCostNanos() + agent.getCostNanos()).isEqualTo(sum(toldByTenant()));
    }
  }

  @Test
  void killedInTheMiddleItAnswersEachRequestOnceAndPaysEachCallOnce() throws Exception {
    try (Outside outside = new Outside(1_500, 300)) {
      Map<String, String> environment = outside.environment(registry.url());
      ChildShop first = ChildShop.start(environment, broker.bootstrapServers(), dir, "one");
      traffic.follow("shop.results", "shop.costs", "shop-budgets-changelog");
      sendRuns();
      Await.until("calls under way", () -> outside.models().stats().inFlight() >= RUNS / 2);

      first.kill();
      try (ChildShop second = ChildShop.start(environment, broker.bootstrapServers(), dir, "one")) {
        assertEachOnce();
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void ofTwoInstancesTheOtherTakesOverWhatTheKilledOneHad(int standbys) throws Exception {
    try (Outside outside = new Outside(1_500, 300)) {
      Map<String, String> environment = new HashMap<>(outside.environment(registry.url()));
      environment.put(Shop.STANDBYS, Integer.toString(standbys));
      ChildShop first = ChildShop.start(environment, broker.bootstrapServers(), dir, "one");
      try (ChildShop second = ChildShop.start(environment, broker.bootstrapServers(), dir, "two")) {
        traffic.follow("shop.results", "shop.costs", "shop-budgets-changelog");
        sendRuns();
        Await.until("calls under way", () -> outside.models().stats().inFlight() >= RUNS / 2);
        List<Path> marks = markTasks("two", standbys == 0 ? PARTITIONS / 2 : PARTITIONS);

        first.kill();
        assertEachOnce();
        assertThat(second.isAlive()).isTrue();
        assertThat(marks).allSatisfy(mark -> assertThat(mark).exists());
      }
    }
  }

  @Test
  void runsFinishUnderTheFileTheyWereBegunUnderOnAnInstanceThatHasAnother() throws Exception {
    try (Outside outside = new Outside(1_500, 300)) {
      Map<String, String> environment = outside.environment(registry.url());
      AgentApplication old = Shop.start(environment, broker.bootstrapServers(), dir, "one");
      Await.until("ready", old::isReady);
      traffic.follow("shop.results", "shop.costs", "shop-budgets-changelog");
      sendRuns();
      Await.until("calls under way", () -> outside.models().stats().inFlight() >= RUNS / 2);
      Shop.stopInTheMiddle(old);

      Pipeline closed = Shop.pipeline(environment, RuntimeIT::withoutToolsAndAgents);
      Path elsewhere = dir.resolve("elsewhere"); // so that the file comes from the changelog
      try (AgentApplication upgraded =
          Shop.start(closed, broker.bootstrapServers(), elsewhere, "one", Map.of())) {
        assertEachOnce();
        List<Result> results =
            traffic.results().values().stream().map(each -> each.get(0)).toList();
        assertThat(results.stream().filter(result -> result.getPipelineVersion().equals("1")))
            .hasSizeGreaterThanOrEqualTo(RUNS / 2)
            .allSatisfy(result -> assertThat(result.getModels()).isNotEmpty());
        assertThat(results.stream().filter(result -> result.getPipelineVersion().equals("2")))
            .allSatisfy(result -> assertThat(result.getAnswer()).isEqualTo("We are closed."));
        traffic.send(ask(RUNS, "What is the status of " + order(RUNS) + "?"));
        Await.until("one more", () -> traffic.results().size() == RUNS + 1);
        assertThat(traffic.result("r" + RUNS).getPipelineVersion()).isEqualTo("2");
        Await.until("ready", upgraded::isReady);
      }
    }
  }

  private static String withoutToolsAndAgents(String file) {
    String calls = file.substring(file.indexOf("tools:"), file.indexOf("budgets:"));
    return file.replace("version: \"1\"", "version: \"2\"")
        .replace(calls, "routes: {status: {plan: {answer: We are closed.}}}\n");
  }

  private void sendRuns() {
    for (int number = 0; number < RUNS; number++) {
      String text = number % 4 == 0 ? "Help me with order " : "What is the status of ";
      traffic.send(ask(number, text + order(number) + "?"));
    }
  }

  private void assertEachOnce() {
    Await.until("all results", () -> traffic.results().size() == RUNS);
    Await.until("all is settled", () -> traffic.ledger().values().stream().allMatch(this::idle));
    assertThat(traffic.results().values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(traffic.results().values().stream().map(each -> each.get(0).getStatus()))
        .containsOnly("completed");
    // What a killed instance has left open keeps the costs behind it from readers for a while.
    Await.until("all costs are told", () -> sum(toldByTenant()) >= sum(spentByTenant()));
    List<CostEvent> costs = traffic.costs();
    assertThat(costs.stream().map(CostEvent::getEventId)).doesNotHaveDuplicates();
    assertThat(spentByTenant()).isEqualTo(toldByTenant());
  }

  private boolean idle(BudgetRecord budget) {
    return budget.getWindows().stream()
        .map(StoredWindow::getReserved)
        .allMatch(held -> held.getModelCalls() == 0 && held.getToolCalls() == 0);
  }

  private Map<String, Long> spentByTenant() {
    return traffic.ledger().entrySet().stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1),
                Collectors.summingLong(entry -> entry.getValue().getTotal().getMoneyNanos())));
  }

  private static long sum(Map<String, Long> byTenant) {
    return byTenant.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> toldByTenant() {
    return traffic.costs().stream()
        .filter(cost -> !cost.getKind().equals("saved"))
        .collect(
            Collectors.groupingBy(
                CostEvent::getTenant, Collectors.summingLong(CostEvent::getAmountNanos)));
  }
}
