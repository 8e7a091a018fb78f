// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kafka.Await;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A budget of tenants in four partitions on two instances, one of which is killed. */
class LeasesIT extends ShopOnKafka {
  private static final int RUNS = 200;
  private static final int LIMIT = 50;
  private static final int TENANTS = 12;

  private static Request ask(int number) {
    return Request.newBuilder()
        .setRequestId("r" + number)
        .setTenant("tenant-" + number % TENANTS)
        .setInput(String.format("What is the status of #W%07d?", number))
        .build();
  }

  private static String budgets() {
    StringBuilder tenants = new StringBuilder("tenant-0");
    for (int tenant = 1; tenant < TENANTS; tenant++) {
      tenants.append(", tenant-").append(tenant);
    }
    return "{groups: {all: {tenants: [%s], day: {tool_calls: %d}}}}".formatted(tenants, LIMIT);
  }

  @Test
  void killedInTheMiddleTheGroupSpendsAllOfItsBudgetAndNoMore() throws Exception {
    try (Outside outside = new Outside(200, 500)) {
      Map<String, String> environment = new HashMap<>(outside.environment(registry.url()));
      environment.put(Shop.BUDGETS, budgets());
      ChildShop first = ChildShop.start(environment, broker.bootstrapServers(), dir, "one");
      try (ChildShop second = ChildShop.start(environment, broker.bootstrapServers(), dir, "two")) {
        traffic.follow("shop.results", "shop.costs", "shop-budgets-changelog");
        for (int number = 0; number < RUNS; number++) {
          traffic.send(ask(number));
        }
        Await.until("calls under way", () -> outside.toolCalls() >= LIMIT / 3);

        first.kill();
        Await.until("all results", () -> traffic.results().size() == RUNS);
        Await.until("all is settled", () -> sum(StoredWindow::getReserved) == 0);

        assertThat(second.isAlive()).isTrue();
      }
    }
    assertThat(traffic.results().values()).allSatisfy(each -> assertThat(each).hasSize(1));
    List<Result> results = traffic.results().values().stream().map(each -> each.get(0)).toList();
    assertThat(results).extracting(Result::getStatus).containsOnly("completed", "incomplete");
    assertThat(results.stream().filter(each -> each.getStatus().equals("incomplete")))
        .extracting(Result::getReason)
        .containsOnly("tool_calls");
    assertThat(sum(StoredWindow::getSpent)).isBetween(LIMIT - 1L, (long) LIMIT);
    assertThat(traffic.ledger("group/all").keySet()).as("partitions").hasSizeGreaterThan(1);
  }

  private long sum(Function<StoredWindow, StoredAmounts> what) {
    return traffic.ledger("group/all").values().stream()
        .flatMap(account -> account.getWindows().stream())
        .map(what)
        .mapToLong(StoredAmounts::getToolCalls)
        .sum();
  }
}
