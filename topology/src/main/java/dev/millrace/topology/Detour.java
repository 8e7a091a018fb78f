// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** The value of a record that lay in another partition than its own, and the one that it is for. */
final class Detour {
  private final byte[] value;
  private final int to;

  Detour(byte[] value, int to) {
    this.value = value;
    this.to = to;
  }

  static Serializer<Detour> serializer() {
    return (topic, detour) -> detour.value;
  }

  static StreamPartitioner<byte[], Detour> partitioner() {
    return (topic, key, detour, partitions) -> Optional.of(Set.of(detour.to));
  }
}
