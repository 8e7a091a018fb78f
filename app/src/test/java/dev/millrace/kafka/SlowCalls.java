// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * The outside world: every call takes its time on another thread, or does not end while calls are
 * held.
 */
final class SlowCalls implements AutoCloseable {

  final Queue<String> taken = new ConcurrentLinkedQueue<>();
  final List<Long> handOverMs = new CopyOnWriteArrayList<>();
  final AtomicInteger polls = new AtomicInteger();
  volatile boolean held;
  volatile Loop lastLoop = Loop.withoutKafka();

  private final ScheduledThreadPoolExecutor world = new ScheduledThreadPoolExecutor(1);
  private final long tookMs;

  SlowCalls(Duration took) {
    this.tookMs = took.toMillis();
  }

  Life begin(ProcessorContext<?, ?> context, Loop loop, Consumer<String> drain) {
    lastLoop = loop;
    return new Life(this, context, loop, drain);
  }

  @Override
  public void close() {
    world.shutdownNow();
  }

  /** The calls of a task from init to close. */
  static final class Life implements WorkSource {

    static final Life OVER = new Life(null, null, Loop.withoutKafka(), key -> {});

    private record Completion(String key, long atMs) {}

    private final @Nullable SlowCalls calls;
    private final @Nullable ProcessorContext<?, ?> context;
    private final Loop loop;
    private final Consumer<String> drain;
    private final Queue<Completion> mailbox = new ConcurrentLinkedQueue<>();
    private int inFlight;
    private @Nullable Cancellable timer;

    private Life(
        @Nullable SlowCalls calls,
        @Nullable ProcessorContext<?, ?> context,
        Loop loop,
        Consumer<String> drain) {
      this.calls = calls;
      this.context = context;
      this.loop = loop;
      this.drain = drain;
      loop.add(this);
    }

    void send(String key) {
      inFlight++;
      if (calls != null && !calls.held) {
        var unused =
            calls.world.schedule(
                () -> {
                  mailbox.add(new Completion(key, System.currentTimeMillis()));
                  loop.wake();
                },
                calls.tookMs,
                TimeUnit.MILLISECONDS);
      }
    }

    void arm() {
      if (timer == null && context != null) {
        timer =
            context.schedule(
                Duration.ofMillis(1), PunctuationType.WALL_CLOCK_TIME, now -> punctuate(now));
      }
    }

    private void punctuate(long nowMs) {
      Completion done;
      while ((done = mailbox.poll()) != null) {
        inFlight--;
        if (calls != null) {
          calls.handOverMs.add(nowMs - done.atMs());
        }
        drain.accept(done.key());
      }
      if (inFlight == 0 && timer != null) {
        timer.cancel();
        timer = null;
      }
    }

    void end() {
      loop.remove(this);
    }

    @Override
    public boolean workWaits() {
      return !mailbox.isEmpty();
    }

    @Override
    public boolean idle() {
      return timer == null;
    }

    @Override
    public long nextDueAtMs(long nowMs) {
      if (calls != null) {
        calls.polls.incrementAndGet();
      }
      return Long.MAX_VALUE;
    }
  }
}
