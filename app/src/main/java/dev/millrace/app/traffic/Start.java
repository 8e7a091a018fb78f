// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where in a topic reading begins. */
@FunctionalInterface
public interface Start {

  /** Moves a consumer there; its partitions are assigned. */
  void seek(Consumer<byte[], byte[]> consumer);

  /** With the oldest record there is. */
  static Start beginning() {
    return consumer -> consumer.seekToBeginning(consumer.assignment());
  }

  /** With what comes from now on. */
  static Start now() {
    // Asked here and now: a lazy seek would miss what comes before the first poll.
    return consumer -> consumer.endOffsets(consumer.assignment()).forEach(consumer::seek);
  }

  /** With the first record at or after a time, epoch milliseconds. */
  static Start atTime(long atMs) {
    return consumer -> seekToTime(consumer, atMs);
  }

  /** With the given offset of each partition that is named; the others are read from their end. */
  static Start atOffsets(Map<Integer, Long> byPartition) {
    return consumer -> {
      now().seek(consumer);
      for (TopicPartition partition : consumer.assignment()) {
        Long offset = byPartition.get(partition.partition());
        if (offset != null) {
          consumer.seek(partition, offset);
        }
      }
    };
  }

  private static void seekToTime(Consumer<byte[], byte[]> consumer, long atMs) {
    Map<TopicPartition, Long> times = new HashMap<>();
    consumer.assignment().forEach(partition -> times.put(partition, atMs));
    now().seek(consumer);
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (Objects.nonNull(found)) {
                consumer.seek(partition, found.offset());
              }
            });
  }
}
