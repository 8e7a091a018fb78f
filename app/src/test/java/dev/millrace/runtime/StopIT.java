// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kafka.Await;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

/** How an instance stops in order, and what it goes on with when something of it is gone. */
class StopIT extends ShopOnKafka {
  private static final int RUNS = 20;

  private AgentApplication start(Outside outside, Map<String, String> overrides) {
    AgentApplication app =
        Shop.start(
            outside.environment(registry.url()), broker.bootstrapServers(), dir, "one", overrides);
    Await.until("ready", app::isReady);
    return app;
  }

  private void sendRuns() {
    for (int number = 0; number < RUNS; number++) {
      traffic.send(
          Request.newBuilder()
              .setRequestId("r" + number)
              .setTenant("tenant-" + number % 7)
              .setUser("ann")
              .setInput("What is the status of " + String.format("#W%07d", number) + "?")
              .build());
    }
  }

  private void awaitModelsUnderWay(Outside outside) {
    Await.until("all at the model", () -> outside.models().stats().inFlight() == RUNS);
  }

  private void assertEachOnce() {
    Await.until("all results", () -> traffic.results().size() == RUNS);
    assertThat(traffic.results().values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(traffic.results().values().stream().map(each -> each.get(0).getStatus()))
        .containsOnly("completed");
    assertThat(traffic.costs().stream().map(CostEvent::getEventId)).doesNotHaveDuplicates();
    assertThat(traffic.costs())
        .filteredOn(cost -> !cost.getOutcomeUnknown() && !cost.getKind().equals("saved"))
        .as("what is known to have been made")
        .extracting(CostEvent::getCallId)
        .doesNotHaveDuplicates();
  }

  @Test
  void stoppedInOrderItLetsItsRunsEndAndTakesNoMore() throws Exception {
    try (Outside outside = new Outside(1_000, 10)) {
      AgentApplication app = start(outside, Map.of());
      traffic.follow("shop.results", "shop.costs");
      sendRuns();
      awaitModelsUnderWay(outside);

      Thread stopping = new Thread(app::close);
      stopping.start();
      Await.until("not ready any more", () -> !app.isReady());
      assertThat(app.state()).isEqualTo(State.RUNNING);
      stopping.join();

      assertEachOnce();
      assertThat(traffic.costs()).noneMatch(CostEvent::getOutcomeUnknown);
      assertThat(outside.toolCalls()).isEqualTo(outside.distinctToolCalls());
      assertThat(app.state()).isEqualTo(State.NOT_RUNNING);
    }
  }

  @Test
  void stoppedOnceMoreItStopsAtOnceAndTheNextGoesOnWithWhatIsLeft() throws Exception {
    try (Outside outside = new Outside(8_000, 10)) {
      AgentApplication app = start(outside, Map.of());
      traffic.follow("shop.results", "shop.costs");
      sendRuns();
      awaitModelsUnderWay(outside);

      Shop.stopInTheMiddle(app);
      assertThat(traffic.results()).hasSizeLessThan(RUNS);

      try (AgentApplication next = start(outside, Map.of())) {
        assertEachOnce();
        assertThat(next.isReady()).isTrue();
        assertThat(outside.toolCalls()).isEqualTo(outside.distinctToolCalls());
      }
    }
  }

  @Test
  void startedAgainItGoesOnFromTheStoresOnItsDisk() throws Exception {
    try (Outside outside = new Outside(1_000, 10)) {
      AgentApplication app = start(outside, Map.of());
      traffic.follow("shop.results", "shop.costs");
      sendRuns();
      assertEachOnce();
      List<Path> marks = markTasks("one", PARTITIONS);
      app.close();

      try (AgentApplication next = start(outside, Map.of())) {
        assertThat(next.isReady()).isTrue();
        assertThat(marks).allSatisfy(mark -> assertThat(mark).exists());
      }
    }
  }

  @Test
  void withoutItsStateDirectoryItGoesOnFromTheChangelogs() throws Exception {
    try (Outside outside = new Outside(8_000, 10)) {
      AgentApplication app = start(outside, Map.of());
      traffic.follow("shop.results", "shop.costs");
      sendRuns();
      awaitModelsUnderWay(outside);
      Shop.stopInTheMiddle(app);

      delete(dir.resolve("one"));
      try (AgentApplication next = start(outside, Map.of())) {
        assertEachOnce();
        assertThat(next.isReady()).isTrue();
        assertThat(outside.toolCalls()).isEqualTo(outside.distinctToolCalls());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void fencedByAnotherProducerItRecoversAndAnswersEachOnce() throws Exception {
    try (Outside outside = new Outside(1_000, 10);
        AgentApplication app = start(outside, Map.of())) {
      traffic.follow("shop.results", "shop.costs");
      sendRuns();
      awaitModelsUnderWay(outside);

      fence();

      assertEachOnce();
      Await.until("ready again", app::isReady);
    }
  }

  /** Another producer takes every transactional id of the application. */
  private void fence() throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      List<String> ids =
          admin.listTransactions().all().get().stream()
              .map(TransactionListing::transactionalId)
              .filter(id -> id.startsWith("shop-"))
              .toList();
      assertThat(ids).isNotEmpty();
      for (String id : ids) {
        Map<String, Object> ofId =
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id);
        try (KafkaProducer<byte[], byte[]> other =
            new KafkaProducer<>(ofId, new ByteArraySerializer(), new ByteArraySerializer())) {
          other.initTransactions();
        }
      }
    }
  }

  @Test
  void answersUnderTheGroupProtocolOfKafkaStreamsToo() throws Exception {
    try (Outside outside = new Outside(50, 10);
        AgentApplication app = start(outside, Map.of("group.protocol", "streams"))) {
      traffic.follow("shop.results", "shop.costs");

      sendRuns();

      assertEachOnce();
      assertThat(app.isReady()).isTrue();
    }
  }
}
