// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Pot;
import dev.millrace.state.LeaseCodec;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes what other partitions tell this one of budgets that they spend from together. */
final class HearProcessor implements Processor<byte[], byte[], Object, Object> {
  private final Shared shared;
  private final Placement placement;
  private final Deserializer<LeaseMessage> messages = LeaseCodec.messages().deserializer();

  private ProcessorContext<Object, Object> context;
  private DeadLetters deadLetters;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  HearProcessor(Shared shared, Placement placement) {
    this.shared = shared;
    this.placement = placement;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    deadLetters = new DeadLetters(context, shared.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    LeaseMessage message = read(record);
    if (message != null && receiver(message) == placement.here(context)) {
      Signal told = new Signal.LeaseTold(message);
      context.forward(new Record<>(told.run(), told, context.currentSystemTimeMs()), Node.ADVANCE);
    }
  }

  private int receiver(LeaseMessage message) {
    Pot pot = message.pot();
    return message.isForHome() ? placement.home(pot.key()) : message.share().holder();
  }

  /** The topic is ours alone; but a stranger's bytes in it stop nobody. */
  private @Nullable LeaseMessage read(Record<byte[], byte[]> record) {
    try {
      return messages.deserialize("", DeadLetters.valueOf(record));
    } catch (RuntimeException e) {
      Record<byte[], byte[]> now = record.withTimestamp(context.currentSystemTimeMs());
      deadLetters.put(now, "malformed", "It is no message about a lease.");
      return null;
    }
  }
}
