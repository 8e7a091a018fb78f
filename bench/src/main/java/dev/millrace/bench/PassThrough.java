// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.Loop;
import dev.millrace.kafka.StreamThreads;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Does some work for what comes, perhaps none, hands it on and asks for its commit as the
 * application does, when the thread's pacer says so.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class PassThrough implements Processor<byte[], byte[], byte[], byte[]> {
  private final StreamThreads threads;
  private final Runnable work;

  private ProcessorContext<byte[], byte[]> context;
  private Loop loop;

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
    loop.resultWaits(context::commit);
  }
}
