// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Limit;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.schemas.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose windows pay for which requests, and which hold none of them. */
class DemandsTest {
  private static final long NOW_MS = Instant.parse("2026-02-10T12:00:00Z").toEpochMilli();

  private static final String FILE =
      """
      pipeline: {name: shop}
      tools:
        look:
          http: {url: "http://127.0.0.1:1/"}
          parameters: {type: object}
          retry: {max_attempts: 3}
          price: 0.001
      providers: {p: {url: "http://127.0.0.1:1/v1"}}
      models:
        m: {provider: p, max_output_tokens: 100, retry: {max_attempts: 1}, price: {input: 1, output: 10}}
      classifier: {embeddings: false}
      routes:
        looks: {rules: [{text: "look"}], plan: {calls: {it: {tool: look}}, answer: it}}
        says:
          rules: [{text: "say"}]
          plan: {calls: {it: {model: m, prompt: "Say it."}}, answer: "{{calls.it.text}}"}
        free: {rules: [{text: "free"}], plan: {answer: "Hi"}}
      budgets:
        tenant: {day: {money: 5}, month: {tool_calls: 1000}}
        user: {hour: {tool_calls: 10}}
        routes: {looks: {day: {money: 2}}}
        groups: {retail: {tenants: [acme], day: {money: 8}}}
      """;

  @Test
  void eachLimitHasTheRoutesThatTakeOfIt() {
    List<Demand> demands = demands(estimator(FILE).ofImagined());

    assertThat(demands)
        .extracting(each -> each.whose().kind() + " " + each.window() + " " + each.of())
        .containsExactly(
            "TENANT DAY MONEY",
            "TENANT MONTH TOOL_CALLS",
            "USER HOUR TOOL_CALLS",
            "ROUTE DAY MONEY");
    assertThat(demands.get(0).byRoute()).containsOnlyKeys("looks", "says");
    assertThat(demands.get(1).byRoute()).containsExactly(Map.entry("looks", new Draw(1, 1, 3)));
    assertThat(demands).as("of three routes, each as often").allMatch(each -> each.outOf() == 3);
    assertThat(demands.get(1).lengthMs()).as("of February").isEqualTo(28 * 86_400_000L);
  }

  @Test
  void aTenantOfAGroupTakesOfThatToo() {
    Demand group = demand(estimator(FILE).ofImagined("acme"), AccountKey.ofGroup("retail"));

    assertThat(group.window()).isEqualTo(BudgetWindow.DAY);
    assertThat(group.byRoute()).containsOnlyKeys("looks", "says");
  }

  @Test
  void requestsTakeOfTheirOwnTenantsAndUsersOnly() {
    Estimate estimate =
        estimator(FILE)
            .of(
                Stream.of(
                        request("acme", "ann", "look"),
                        request("acme", "bob", "look"),
                        request("globex", "ann", "look"),
                        request("globex", "ann", "what?"))
                    .toList(),
                Map.of());

    Demand acme = demand(estimate, AccountKey.ofTenant("acme"));
    Demand ann = demand(estimate, AccountKey.ofUser("acme", "ann"));
    assertThat(acme.byRoute())
        .containsExactly(Map.entry("looks", new Draw(2, 2_000_000, 3_000_000)));
    assertThat(acme.outOf()).as("with those that go no route").isEqualTo(4);
    assertThat(ann.byRoute()).containsExactly(Map.entry("looks", new Draw(1, 1, 3)));
    assertThat(ann.of()).isEqualTo(Limit.TOOL_CALLS);
  }

  @Test
  void whatForbidsAllCallsHasNoneToPayFor() {
    String file = FILE.replace("month: {tool_calls: 1000}", "month: {tool_calls: 0}");
    Estimate estimate = estimator(file).ofImagined();

    assertThat(new Demands(pipeline(file).budgets(), NOW_MS).of(estimate))
        .noneMatch(each -> each.of() == Limit.TOOL_CALLS);
    assertThat(estimate.routes().get(0).likelyUnfinished())
        .containsOnlyKeys(
            "incomplete: The tenant's budget for the month holds no such call, with nothing spent:"
                + " tool_calls.");
  }

  @Test
  void aCallThatNoWindowHoldsIsNeverMade() {
    String file = FILE.replace("tenant: {day: {money: 5}", "tenant: {day: {money: 0.0005}");

    RouteEstimate looks = estimator(file).ofImagined().routes().get(0);

    assertThat(looks.likelyUnfinished())
        .containsOnlyKeys(
            "incomplete: The tenant's budget for the day holds no such call, with nothing spent:"
                + " money.");
    assertThat(looks.likely(Measure.COST_NANOS).mean()).isZero();
  }

  @Test
  void aCallThatAWindowDoesNotHoldIsMadeSmallerAsItWillBe() {
    String file = FILE.replace("tenant: {day: {money: 5}", "tenant: {day: {money: 0.0008}");

    RouteEstimate says = estimator(file).ofImagined().routes().get(1);

    assertThat(says.likelyTrimmed()).isEqualTo(1);
    assertThat(says.likelyUnfinished()).isEmpty();
  }

  @Test
  void whatARouteMayNotSpendDoesNotHoldUpAnother() {
    String file = FILE.replace("looks: {day: {money: 2}}", "looks: {day: {money: 0.0001}}");

    List<RouteEstimate> routes = estimator(file).ofImagined().routes();

    assertThat(routes.get(0).likelyUnfinished()).hasSize(1);
    assertThat(routes.get(1).likelyUnfinished()).isEmpty();
  }

  private static Demand demand(Estimate estimate, AccountKey whose) {
    return demands(estimate).stream()
        .filter(each -> each.whose().equals(whose))
        .findFirst()
        .orElseThrow();
  }

  private static List<Demand> demands(Estimate estimate) {
    return new Demands(pipeline(FILE).budgets(), NOW_MS).of(estimate);
  }

  private static Estimator estimator(String file) {
    return new Estimator(pipeline(file), Assumptions.usual(), NOW_MS);
  }

  private static Pipeline pipeline(String text) {
    return ((Reading.Valid) PipelineFile.read("shop.yaml", text, name -> null)).pipeline();
  }

  private static Request request(String tenant, String user, String text) {
    return Request.newBuilder()
        .setTenant(tenant)
        .setUser(user)
        .setRequestId("r-1")
        .setInput(text)
        .build();
  }
}
