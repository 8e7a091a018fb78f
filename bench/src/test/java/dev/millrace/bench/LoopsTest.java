// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Both loops against an echo that may misbehave. */
class LoopsTest {
  private static final Target ECHO =
      new Target("in", "out", number -> new byte[] {1}, value -> value[0] == 1);

  @Test
  void countsTheTimeOutsideAsNotOurs() throws IOException {
    Echo echo = new Echo();
    try (OpenLoop loop = new OpenLoop(echo.requests(), 1_000)) {
      Latencies took = loop.round(ECHO, echo.answers(), 20, 5, number -> 0);
      Latencies less = loop.round(ECHO, echo.answers(), 20, 5, number -> 3_600_000_000_000L);

      assertThat(took.percentileMs(0)).isPositive();
      assertThat(took.percentileMs(100)).isLessThan(3_600_000);
      assertThat(less.percentileMs(100)).isNegative();
    }
  }

  @Test
  void refusesAnAnswerThatIsNone() {
    Echo echo = new Echo();
    echo.answer = 2;
    try (OpenLoop loop = new OpenLoop(echo.requests(), 1_000)) {
      assertThatThrownBy(() -> loop.round(ECHO, echo.answers(), 5, 0, number -> 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no good answer in out");
    }
  }

  @Test
  void refusesAnAnswerThatComesTwice() {
    Echo echo = new Echo();
    echo.copies = 2;
    try (OpenLoop loop = new OpenLoop(echo.requests(), 1_000)) {
      assertThatThrownBy(() -> loop.round(ECHO, echo.answers(), 5, 0, number -> 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("twice");
    }
  }

  @Test
  void keepsAsManyUnderWayAsItShould() throws IOException {
    Echo echo = new Echo();
    ClosedLoop loop = new ClosedLoop(echo.requests(), ECHO, echo.answers());

    ClosedLoop.Throughput found =
        loop.run(new Load(7, Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(50)));

    assertThat(found.answered()).isPositive();
    assertThat(found.perSecond()).isPositive();
    assertThat(echo.mostWaiting).isEqualTo(7);
  }

  @Test
  void letsTheFirstRequestsLeaveOverTheRamp() throws IOException {
    Echo echo = new Echo();
    ClosedLoop loop = new ClosedLoop(echo.requests(), ECHO, echo.answers());
    Duration ramp = Duration.ofMillis(50);

    long beganAt = System.nanoTime();
    ClosedLoop.Throughput found = loop.run(new Load(7, ramp, Duration.ZERO, Duration.ZERO));

    assertThat(System.nanoTime() - beganAt).isGreaterThanOrEqualTo(ramp.toNanos());
    assertThat(found.answered()).isZero();
    assertThat(echo.mostWaiting).isLessThanOrEqualTo(7);
  }

  @Test
  void aLoadIsDueByItsShareOfTheRamp() {
    Load load = new Load(10, Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO);

    assertThat(load.dueAfter(Duration.ZERO)).isZero();
    assertThat(load.dueAfter(Duration.ofSeconds(1))).isEqualTo(5);
    assertThat(load.dueAfter(Duration.ofSeconds(3))).isEqualTo(10);
  }

  /** A topic in, a topic out, and nothing between. */
  private static final class Echo {
    private final BlockingQueue<ProducerRecord<byte[], byte[]>> waiting =
        new LinkedBlockingQueue<>();
    private int mostWaiting;
    private int copies = 1;
    private int answer = 1;

    Requests requests() {
      return new Requests(
          new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, Callback callback) {
              waiting.add(record);
              mostWaiting = Math.max(mostWaiting, waiting.size());
              return super.send(record, callback);
            }
          });
    }

    Answers answers() {
      return new Answers(
          ECHO,
          new MockConsumer<>("latest") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
              return answered(timeout);
            }

            @Override
            public synchronized void seekToEnd(Collection<TopicPartition> partitions) {
              waiting.clear();
            }
          });
    }

    private ConsumerRecords<byte[], byte[]> answered(Duration timeout) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      try {
        ProducerRecord<byte[], byte[]> first =
            waiting.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        for (int i = 0; first != null && i < copies; i++) {
          ConsumerRecord<byte[], byte[]> record =
              new ConsumerRecord<>("out", 0, i, first.key(), new byte[] {(byte) answer});
          first.headers().forEach(record.headers()::add);
          records.add(record);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
      return new ConsumerRecords<>(Map.of(new TopicPartition("out", 0), records), next);
    }
  }
}
