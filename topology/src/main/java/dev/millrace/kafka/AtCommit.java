// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/**
 * Lets a processor forward while a commit is prepared, which Kafka Streams allows its own caching
 * stores only, and by the same internal means.
 */
public final class AtCommit {
  private static final long NONE = -1;

  private AtCommit() {}

  /**
   * What does the same as if the processor did it, which must be the one that is initialised right
   * now.
   *
   * @param forwarding without a record of its own to look at, as in a punctuation
   */
  public static Runnable as(ProcessorContext<?, ?> processor, Runnable forwarding) {
    InternalProcessorContext<?, ?> context = (InternalProcessorContext<?, ?>) processor;
    ProcessorNode<?, ?, ?, ?> node = context.currentNode();
    return () -> {
      ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
      ProcessorRecordContext recordBefore = context.recordContext();
      context.setCurrentNode(node);
      context.setRecordContext(
          new ProcessorRecordContext(NONE, NONE, (int) NONE, null, new RecordHeaders()));
      try {
        forwarding.run();
      } finally {
        context.setRecordContext(recordBefore);
        context.setCurrentNode(nodeBefore);
      }
    };
  }
}
