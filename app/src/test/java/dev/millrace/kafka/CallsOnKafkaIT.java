// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import dev.millrace.kafka.CallApp.Setup;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the clients promise to the calls, on a real broker. */
class CallsOnKafkaIT {

  private static final int POLL_MS = 1_000;

  @SuppressWarnings("NullAway.Init") // JUnit calls start first
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start(@TempDir Path directory) {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource
  void aFinishedCallEndsTheSleepOfItsThread(Guarantee guarantee, @TempDir Path state) {
    Setup setup =
        setup("woken-" + guarantee.name().toLowerCase(Locale.ROOT), state)
            .with(guarantee)
            .with("poll.ms", String.valueOf(POLL_MS));
    try (SlowCalls calls = new SlowCalls(Duration.ofMillis(100));
        Client client = new Client(setup.bootstrapServers(), setup.prefix());
        CallApp app = CallApp.start(setup, calls)) {

      for (int i = 0; i < 5; i++) {
        String key = "r" + i;
        client.request(key);
        Await.until("result " + key, () -> client.results().contains(key));
      }

      // Unwoken, each would wait for most of a poll; on a busy machine one or two may.
      assertThat(calls.handOverMs).hasSize(5);
      assertThat(calls.handOverMs.stream().filter(ms -> ms < POLL_MS / 2)).hasSizeGreaterThan(2);
      assertThat(calls.lastLoop.commits()).isPositive();
      assertThat(app.state().isRunningOrRebalancing()).isTrue();
    }
  }

  @Test
  void anIdleApplicationCommitsNothing(@TempDir Path state) {
    Setup setup = setup("idle", state).with("poll.ms", "5").with("commit.interval.ms", "20");
    try (SlowCalls calls = new SlowCalls(Duration.ofMillis(1));
        Client client = new Client(setup.bootstrapServers(), setup.prefix());
        CallApp app = CallApp.start(setup, calls)) {
      client.request("only");
      Await.until("result", () -> client.results().contains("only"));
      turns(calls, 40);
      long commits = calls.lastLoop.commits();

      turns(calls, 200);

      assertThat(calls.lastLoop.commits()).isEqualTo(commits).isPositive();
      assertThat(app.state().isRunningOrRebalancing()).isTrue();
    }
  }

  @Test
  void aTransactionWithoutInputIsFencedByTheGroup(@TempDir Path state) throws Exception {
    Setup setup = setup("fenced", state);
    try (Client client = new Client(setup.bootstrapServers(), setup.prefix())) {
      try (SlowCalls never = new SlowCalls(Duration.ZERO)) {
        never.held = true;
        try (CallApp app = CallApp.start(setup, never)) {
          client.requests("r", 20);
          Await.until(
              "taken", () -> never.taken.size() == 20 && app.state().isRunningOrRebalancing());
        }
      }
      assertThat(fenceOffset(setup)).isFalse();

      try (SlowCalls calls = new SlowCalls(Duration.ofMillis(1));
          CallApp again = CallApp.start(setup, calls)) {
        Await.until("results", () -> client.results().size() == 20);

        assertThat(calls.taken).isEmpty();
        assertThat(fenceOffset(setup)).isTrue();
        assertThat(client.results()).doesNotHaveDuplicates();
        assertThat(again.state().isRunningOrRebalancing()).isTrue();
      }
    }
  }

  @Test
  void aFullInstanceLeavesRequestsOnTheBroker(@TempDir Path state) {
    AtomicBoolean full = new AtomicBoolean(true);
    Setup setup =
        setup("gated", state)
            .with(full::get)
            .with("main.consumer.max.poll.records", "10")
            .with("buffered.records.per.partition", "3");
    try (SlowCalls calls = new SlowCalls(Duration.ofMillis(1));
        Client client = new Client(setup.bootstrapServers(), setup.prefix());
        CallApp app = CallApp.start(setup, calls)) {

      client.requests("a", 200);
      controls(client, "during-a");
      turns(calls, 20);
      assertThat(calls.taken).isEmpty();

      full.set(false);
      Await.until("all of a", () -> calls.taken.size() == 200);

      full.set(true);
      turns(calls, 2);
      client.requests("b", 200);
      controls(client, "during-b");
      turns(calls, 20);
      assertThat(calls.taken).hasSize(200);

      full.set(false);
      Await.until("all of b", () -> client.results().size() == 408);
      assertThat(client.results()).doesNotHaveDuplicates();
      assertThat(app.state().isRunningOrRebalancing()).isTrue();
    }
  }

  @Test
  void everyResultComesOnceWhileInstancesComeAndGo(@TempDir Path state) {
    Setup one = setup("moving", state);
    Setup two = new Setup(one.bootstrapServers(), one.prefix(), "two", state);
    int perRound = 300;
    try (SlowCalls calls = new SlowCalls(Duration.ofMillis(150));
        Client client = new Client(one.bootstrapServers(), one.prefix());
        CallApp first = CallApp.start(one, calls)) {

      for (int round = 0; round < 2; round++) {
        client.requests("before" + round + "-", perRound);
        CallApp second = CallApp.start(two, calls);
        client.requests("during" + round + "-", perRound);
        int enough = client.results().size() + perRound / 2;
        Await.until("some results of both", () -> client.results().size() > enough);
        second.leave();
        client.requests("after" + round + "-", perRound);
      }

      Await.until("all results", () -> client.results().size() >= 6 * perRound);
      turns(calls, 20);
      assertThat(client.results()).hasSize(6 * perRound).doesNotHaveDuplicates();
      assertThat(first.state().isRunningOrRebalancing()).isTrue();
    }
  }

  /** Each partition's control must pass while its requests wait. */
  private static void controls(Client client, String name) {
    for (int partition = 0; partition < 4; partition++) {
      String key = name + partition;
      client.control(key, partition);
      Await.until("control " + key, () -> client.results().contains(key));
    }
  }

  /** The thread looks at its sources before each poll: so many more polls of it. */
  private static void turns(SlowCalls calls, int turns) {
    int enough = calls.polls.get() + 4 * turns;
    Await.until("turns", () -> calls.polls.get() >= enough);
  }

  private static boolean fenceOffset(Setup setup) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", setup.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(setup.prefix())
          .partitionsToOffsetAndMetadata()
          .get()
          .containsKey(new TopicPartition(setup.prefix() + ".fence", 0));
    }
  }

  private static Setup setup(String prefix, Path state) {
    CallApp.createTopics(broker.bootstrapServers(), prefix);
    return new Setup(broker.bootstrapServers(), prefix, "one", state);
  }
}
