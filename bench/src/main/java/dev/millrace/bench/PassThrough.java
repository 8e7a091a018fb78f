// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.Loop;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.kafka.WorkSource;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what comes and asks for its commit as the application does: at once, but not sooner
 * after the last one than the spacing, and then as soon as that is over.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class PassThrough implements Processor<byte[], byte[], byte[], byte[]>, WorkSource {
  private static final Duration EVERY_TURN = Duration.ofMillis(1);

  private final StreamThreads threads;
  private final long spacingMs;

  private ProcessorContext<byte[], byte[]> context;
  private Loop loop;
  private @Nullable Cancellable punctuator;
  private boolean waits;
  private long lastMs;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  PassThrough(StreamThreads threads, long spacingMs) {
    this.threads = threads;
    this.spacingMs = spacingMs;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    loop = threads.forCurrentThread();
    loop.add(this);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    context.forward(record);
    waits = true;
    askForCommit();
    if (waits && punctuator == null) {
      punctuator =
          context.schedule(EVERY_TURN, PunctuationType.WALL_CLOCK_TIME, nowMs -> askForCommit());
    }
  }

  private void askForCommit() {
    long nowMs = context.currentSystemTimeMs();
    if (waits && nowMs >= lastMs + spacingMs) {
      context.commit();
      waits = false;
      lastMs = nowMs;
    }
    if (!waits && punctuator != null) {
      punctuator.cancel();
      punctuator = null;
    }
  }

  @Override
  public boolean workWaits() {
    return false;
  }

  @Override
  public long nextDueAtMs() {
    return waits ? lastMs + spacingMs : Long.MAX_VALUE;
  }

  @Override
  public void close() {
    loop.remove(this);
    waits = false;
    punctuator = null;
  }
}
