// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The load of a round: sends its script as answers come, so that so many runs are under way. */
final class ChaosLoad implements AutoCloseable {
  /** Without one answer more; longer than any deadline of a run and any time-out of Kafka. */
  private static final Duration STANDS_STILL = Duration.ofMinutes(2);

  private final List<List<ProducerRecord<byte[], byte[]>>> turns;
  private final int underWay;
  private final Producer<byte[], byte[]> producer;
  private final CommittedRecords results;
  private final Set<String> answered = new HashSet<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private int sent;

  /**
   * @param turns what is sent, with each turn one more request
   * @param underWay so many requests without an answer, at most
   */
  ChaosLoad(
      List<List<ProducerRecord<byte[], byte[]>>> turns,
      int underWay,
      TopicNames topics,
      String bootstrapServers) {
    this.turns = turns;
    this.underWay = underWay;
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    results = new CommittedRecords(bootstrapServers);
    results.follow(topics.results());
  }

  /** What a wait is for. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Runs that have a result. */
  int answered() {
    return answered.size();
  }

  /** Whether all is sent, and has a result. */
  boolean isAnswered() {
    return answered.size() == turns.size();
  }

  /** Keeps the load up until something holds. False if meanwhile nothing was answered for long. */
  boolean pumpUntil(Condition condition) throws IOException {
    int before = answered.size();
    long newsAt = System.nanoTime();
    while (!condition.holds()) {
      pump();
      if (answered.size() > before) {
        before = answered.size();
        newsAt = System.nanoTime();
      } else if (System.nanoTime() - newsAt > STANDS_STILL.toNanos()) {
        return false;
      }
    }
    return true;
  }

  /** Keeps the load up for a time. */
  void pumpFor(Duration time) throws IOException {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - until < 0) {
      pump();
    }
  }

  private void pump() throws IOException {
    while (sent < turns.size() && sent < answered.size() + underWay) {
      turns.get(sent++).forEach(this::send);
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IOException("cannot send", failed);
    }
    results.poll(result -> answered.add(run(result.headers().lastHeader("run_id"))));
  }

  private static String run(@Nullable Header header) {
    return new String(Objects.requireNonNull(header).value(), StandardCharsets.UTF_8);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record, (metadata, error) -> failure.compareAndSet(null, error));
  }

  @Override
  public void close() {
    producer.close();
    results.close();
  }
}
