// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Requests for two routes at a fixed rate each, whether answers come or not. As with {@link
 * OpenLoop} a time runs from the moment at which a request was to be sent.
 */
final class TwoRoutes implements AutoCloseable {
  private static final long DRAINS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Requests requests;
  private final String prefix;
  private final long intervalNanos;
  private final CommittedRecords results;

  TwoRoutes(Requests requests, String bootstrapServers, String prefix, int perSecond) {
    this.requests = requests;
    this.prefix = prefix;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.results = new CommittedRecords(bootstrapServers);
    results.follow(new TopicNames(prefix).results());
  }

  /**
   * What became of the requests for the first of the routes.
   *
   * @param completed of them
   * @param perSecond completed ones, from the first request until the last answer
   */
  record Round(Latencies latencies, int completed, double perSecond) {}

  /**
   * Sends so many requests on each of the routes and waits for all answers.
   *
   * @param discarded how many of the first do not count
   * @throws IOException if an answer is missing
   */
  Round play(String watched, String other, int count, int discarded) throws IOException {
    Target first = Targets.application(prefix, watched);
    Target second = Targets.application(prefix, other);
    int number = requests.reserve(2 * count);
    Ends ends = new Ends(number, count);
    long startAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < count; i++) {
                  sleepUntil(startAt + i * intervalNanos);
                  requests.send(first, number + 2 * i);
                  requests.send(second, number + 2 * i + 1);
                }
              } catch (IOException e) {
                failure.set(e);
              }
            },
            "sender");
    sender.start();
    long giveUpAt = startAt + count * intervalNanos + DRAINS_WITHIN_NANOS;
    while (ends.open > 0) {
      results.poll(record -> ends.note(record, first));
      IOException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      if (System.nanoTime() - giveUpAt > 0) {
        throw new IOException("%d of %d requests had no answer".formatted(ends.open, 2 * count));
      }
    }
    return ends.round(startAt, intervalNanos, discarded);
  }

  /** When each request of a round was answered. */
  private static final class Ends {
    final int firstNumber;
    final long[] watchedAt;
    final boolean[] otherEnded;
    int open;
    int completed;

    Ends(int firstNumber, int count) {
      this.firstNumber = firstNumber;
      this.watchedAt = new long[count];
      this.otherEnded = new boolean[count];
      this.open = 2 * count;
    }

    /** A result that comes again, or of an earlier round, changes nothing. */
    void note(ConsumerRecord<byte[], byte[]> record, Target watched) {
      int at = Requests.number(record) - firstNumber;
      if (at < 0 || at >= 2 * watchedAt.length) {
        return;
      }
      if (at % 2 == 1) {
        open -= otherEnded[at / 2] ? 0 : 1;
        otherEnded[at / 2] = true;
      } else if (watchedAt[at / 2] == 0) {
        open--;
        watchedAt[at / 2] = System.nanoTime();
        completed += watched.isAnswer().test(record.value()) ? 1 : 0;
      }
    }

    Round round(long startAt, long intervalNanos, int discarded) {
      Latencies latencies = new Latencies();
      long lastAt = startAt;
      for (int i = 0; i < watchedAt.length; i++) {
        lastAt = Math.max(lastAt, watchedAt[i]);
        if (i >= discarded) {
          latencies.add(watchedAt[i] - (startAt + i * intervalNanos));
        }
      }
      double seconds = (lastAt - startAt) / 1e9;
      return new Round(latencies, completed, completed / seconds);
    }
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    results.close();
  }
}
