// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One turn of a side: so many streams open all the time, each of whose readers asks for the next
 * when it has read one. They begin evenly over the time that one stream takes, and until all have
 * begun and read one, nothing counts; so what counts goes over connections that are there.
 */
final class StreamRound {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Until a connection is back in its pool. */
  private static final int PAUSE_MS = 5;

  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

  private final StreamSide side;
  private final String name;
  private final int streams;
  private final long countsFrom;
  private final long countsUntil;
  private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger counted = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicLong cpuNanos = new AtomicLong();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final CountDownLatch open;
  private final Duration streamTakes;

  private record Call(String id, long tookNanos) {}

  /**
   * What a turn found.
   *
   * @param own of each call, what it took beyond the time that the server took
   * @param cpuMsPerCall of this whole JVM
   */
  record Found(int calls, Latencies own, double cpuMsPerCall) {}

  /**
   * @param name that no other turn has
   * @param streamTakes how long the server takes to send one
   */
  StreamRound(StreamSide side, String name, int streams, Duration streamTakes, Duration measured) {
    this.side = side;
    this.name = name;
    this.streams = streams;
    this.streamTakes = streamTakes;
    this.countsFrom = System.nanoTime() + streamTakes.multipliedBy(5).dividedBy(2).toNanos();
    this.countsUntil = countsFrom + measured.toNanos();
    this.open = new CountDownLatch(streams);
  }

  /**
   * @throws IOException if a stream was not read whole
   */
  Found run(StreamProvider provider) throws IOException {
    try {
      for (int i = 0; i < streams; i++) {
        later(this::ask, streamTakes.multipliedBy(i).dividedBy(streams).toNanos());
      }
      later(() -> cpuNanos.addAndGet(-SYSTEM.getProcessCpuTime()), untilNanos(countsFrom));
      later(() -> cpuNanos.addAndGet(SYSTEM.getProcessCpuTime()), untilNanos(countsUntil));
      long endAt = countsUntil + streamTakes.plus(ENDS_WITHIN).toNanos();
      if (!open.await(untilNanos(endAt), TimeUnit.NANOSECONDS)) {
        throw new IOException("streams do not end");
      }
      return found(provider.tookNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      starter.shutdownNow();
    }
  }

  private Found found(Map<String, Long> serverTook) throws IOException {
    if (broken.get() > 0) {
      throw new IOException(broken.get() + " streams of " + name + " were not read whole");
    }
    Latencies own = new Latencies();
    for (Call call : calls) {
      Long took = serverTook.get(call.id);
      if (took == null) {
        throw new IOException("the server knows nothing of " + call.id);
      }
      own.add(call.tookNanos - took);
    }
    double cpuMs = cpuNanos.get() / 1e6 / Math.max(1, counted.get());
    return new Found(calls.size(), own, cpuMs);
  }

  private void ask() {
    if (untilNanos(countsUntil) < 0) {
      open.countDown();
      return;
    }
    String id = name + "-" + ids.incrementAndGet();
    long askedAt = System.nanoTime();
    var unused =
        side.read(id)
            .whenComplete(
                (whole, thrown) -> {
                  note(id, askedAt, System.nanoTime(), thrown == null && whole);
                  later(this::ask, TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
                });
  }

  private void note(String id, long askedAt, long readAt, boolean whole) {
    if (!whole) {
      broken.incrementAndGet();
    }
    if (readAt - countsFrom >= 0 && readAt - countsUntil < 0) {
      counted.incrementAndGet();
    }
    if (askedAt - countsFrom >= 0) {
      calls.add(new Call(id, readAt - askedAt));
    }
  }

  private void later(Runnable task, long afterNanos) {
    var unused = starter.schedule(task, afterNanos, TimeUnit.NANOSECONDS);
  }

  private static long untilNanos(long moment) {
    return moment - System.nanoTime();
  }
}
