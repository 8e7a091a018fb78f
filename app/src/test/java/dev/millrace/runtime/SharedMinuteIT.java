// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kafka.Await;
import dev.millrace.runtime.MinuteWatch.Asked;
import dev.millrace.schemas.Request;
import dev.millrace.simulation.SimulationStats;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Two instances that use a provider's minute together, one of which is killed. Each asks a server
 * of its own, so that it shows which of them has asked.
 */
class SharedMinuteIT extends ShopOnKafka {
  /** Ten for each slice of a minute. */
  private static final long REQUESTS = 110;

  /** For about as many requests, by the most that they may come to. */
  private static final long TOKENS = 11_000;

  /** Of the ten: more at once than one has who shares them with another. */
  private static final long MOST_OF_A_SLICE = 7;

  private static final long AT_ONCE_MS = 3_000;

  /** Of the minute: more than one has who shares it. */
  private static final long MOST_OF_A_MINUTE = 80;

  private static final int TENANTS = 12;
  private static final int WAITING = 100;

  private int sent;

  private ChildShop start(Outside outside, String instance) throws IOException {
    Map<String, String> environment = new HashMap<>(outside.environment(registry.url()));
    String limits = "{requests_per_minute: %d, tokens_per_minute: %d, shared: true}";
    environment.put(Shop.LIMITS, limits.formatted(REQUESTS, TOKENS));
    return ChildShop.start(environment, broker.bootstrapServers(), dir, instance);
  }

  @Test
  void usesAMinuteTogetherAndTheOtherHasAllOfItWhenOneIsKilled() throws Exception {
    try (Outside ofFirst = new Outside(300, 1);
        Outside ofSecond = new Outside(300, 1)) {
      ChildShop first = start(ofFirst, "one");
      try (ChildShop second = start(ofSecond, "two")) {
        traffic.follow("shop.results");
        SimulationStats one = ofFirst.models().stats();
        SimulationStats two = ofSecond.models().stats();
        MinuteWatch watch = new MinuteWatch(one, two);
        until("both are at work", watch, () -> one.inFlight() > 1 && two.requests() > 1);

        first.kill();
        long killedMs = System.currentTimeMillis();
        until(
            "the other has all of a slice",
            watch,
            () -> watch.mostWithin(AT_ONCE_MS, killedMs, Asked::bySecond) >= MOST_OF_A_SLICE);
        if (Boolean.getBoolean("shared.minute")) { // takes one
          until(
              "the other has all of a minute",
              watch,
              () -> watch.mostWithin(60_000, killedMs, Asked::bySecond) >= MOST_OF_A_MINUTE);
        }

        assertThat(second.isAlive()).isTrue();
        watch.assertKept("requests", REQUESTS, Asked::requests);
        watch.assertKept("tokens", TOKENS, Asked::tokens);
      }
    }
  }

  private void until(String what, MinuteWatch watch, BooleanSupplier condition) {
    Await.until(
        what,
        () -> {
          watch.look();
          keepLoaded();
          return condition.getAsBoolean();
        });
  }

  private void keepLoaded() {
    while (sent < traffic.count("shop.results") + WAITING) {
      sent++;
      traffic.send(
          Request.newBuilder()
              .setRequestId("r" + sent)
              .setTenant("tenant-" + sent % TENANTS)
              .setInput(String.format("What is the status of #W%07d?", sent))
              .build());
    }
  }
}
