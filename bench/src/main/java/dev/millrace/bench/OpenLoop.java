// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;

/**
 * Requests at a fixed rate, whether answers come or not. A time runs from the moment at which the
 * request was to be sent until its answer was in the consumer's hands: who makes the sender late
 * pays for it.
 */
final class OpenLoop implements AutoCloseable {
  /** What is still under way when the last request has left. */
  private static final long DRAINS_WITHIN_MS = 30_000;

  private final Requests requests;
  private final long intervalNanos;
  private final ExecutorService receiver = Executors.newSingleThreadExecutor();

  OpenLoop(Requests requests, int perSecond) {
    this.requests = requests;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /**
   * Sends so many requests and waits for their answers.
   *
   * @param discarded how many of the first do not count
   * @param outsideNanos what of a request's time, by its number, was spent outside
   * @throws IOException if an answer is missing, comes twice or is none
   */
  Latencies round(
      Target target, Answers answers, int count, int discarded, IntToLongFunction outsideNanos)
      throws IOException {
    int first = requests.reserve(count);
    answers.skipToEnd();
    AtomicLongArray receivedAt = new AtomicLongArray(count);
    long startAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    Future<Void> received = receiver.submit(receiving(answers, first, receivedAt, startAt));
    for (int i = 0; i < count && !received.isDone(); i++) {
      sleepUntil(startAt + i * intervalNanos);
      requests.send(target, first + i);
    }
    await(received);
    Latencies latencies = new Latencies();
    for (int i = discarded; i < count; i++) {
      long tookNanos = receivedAt.get(i) - (startAt + i * intervalNanos);
      latencies.add(tookNanos - outsideNanos.applyAsLong(first + i));
    }
    return latencies;
  }

  private Callable<Void> receiving(
      Answers answers, int first, AtomicLongArray receivedAt, long startAt) {
    int count = receivedAt.length();
    long giveUpAt =
        startAt + count * intervalNanos + TimeUnit.MILLISECONDS.toNanos(DRAINS_WITHIN_MS);
    int[] open = {count};
    return () -> {
      while (open[0] > 0) {
        answers.poll(number -> open[0] -= note(receivedAt, number - first));
        if (System.nanoTime() - giveUpAt > 0) {
          throw new IOException("%d of %d requests had no answer".formatted(open[0], count));
        }
      }
      return null;
    };
  }

  /** How many answers more are known now. */
  private static int note(AtomicLongArray receivedAt, int index) {
    boolean expected = index >= 0 && index < receivedAt.length();
    if (!expected || !receivedAt.compareAndSet(index, 0, System.nanoTime())) {
      throw new IllegalStateException("an answer came twice, the %dth".formatted(index));
    }
    return 1;
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void await(Future<Void> received) throws IOException {
    try {
      received.get(DRAINS_WITHIN_MS * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNull(failed.getCause());
      throw new IOException(cause.getMessage(), cause);
    } catch (TimeoutException late) {
      throw new IOException("the receiver hangs", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  @Override
  public void close() {
    receiver.shutdownNow();
  }
}
