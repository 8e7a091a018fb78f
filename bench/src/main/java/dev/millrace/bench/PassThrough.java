// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.Loop;
import dev.millrace.kafka.StreamThreads;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Does some work for what comes, perhaps none, hands it on and asks for its commit as the
 * application does, when the thread's pacer says so.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class PassThrough implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Duration EVERY_TURN = Duration.ofMillis(1);

  private final StreamThreads threads;
  private final Runnable work;

  private ProcessorContext<byte[], byte[]> context;
  private Loop loop;
  private @Nullable Cancellable punctuator;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  PassThrough(StreamThreads threads, Runnable work) {
    this.threads = threads;
    this.work = work;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    loop = threads.forCurrentThread();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    work.run();
    context.forward(record);
    loop.resultWaits();
    askForCommit();
    if (loop.awaitsCommit() && punctuator == null) {
      punctuator =
          context.schedule(EVERY_TURN, PunctuationType.WALL_CLOCK_TIME, nowMs -> askForCommit());
    }
  }

  private void askForCommit() {
    if (loop.takeCommit(context.currentSystemTimeMs())) {
      context.commit();
    }
    if (!loop.awaitsCommit() && punctuator != null) {
      punctuator.cancel();
      punctuator = null;
    }
  }

  @Override
  public void close() {
    punctuator = null;
  }
}
