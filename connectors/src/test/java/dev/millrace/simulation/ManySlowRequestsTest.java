// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManySlowRequestsTest {

  private static final int REQUESTS = 2_000;
  private static final int LATENCY_MS = 3_000;

  @Test
  void holdsThousandsOfSlowRequestsOnFewThreads() throws Exception {
    Behaviour slow =
        Behaviour.INSTANT.withLatency(Distribution.constant(LATENCY_MS), Distribution.ZERO);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (SimulatedModelServer server =
        SimulatedModelServer.start(SimulatedModelSettings.defaults().withBehaviour(slow))) {
      Client client = new Client(server);
      long begun = System.nanoTime();
      List<CompletableFuture<Integer>> statuses = new ArrayList<>();
      for (int at = 0; at < REQUESTS; at++) {
        String body = Client.streamed(Client.chat("number " + at));
        statuses.add(
            http.sendAsync(client.request("/v1/chat/completions", body), BodyHandlers.ofString())
                .thenApply(response -> response.statusCode()));
      }
      CompletableFuture.allOf(statuses.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(statuses).allMatch(status -> status.join() == 200);
      // One after another, or on as many threads as there are, it would be minutes.
      assertThat(took).isBetween(Duration.ofMillis(LATENCY_MS), Duration.ofMillis(10 * LATENCY_MS));
      assertThat(server.stats().peakInFlight()).isGreaterThan(REQUESTS / 4);
      assertThat(server.stats().inFlight()).isZero();
    }
  }
}
