// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.ledger.LeaseMessage;
import dev.millrace.state.LeaseCodec;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** A message about a lease, and the partition that it is for. */
record Letter(LeaseMessage message, int to) {

  static Serializer<Letter> serializer() {
    Serializer<LeaseMessage> messages = LeaseCodec.messages().serializer();
    return (topic, letter) -> messages.serialize(topic, letter.message);
  }

  static StreamPartitioner<byte[], Letter> partitioner() {
    return (topic, key, letter, partitions) -> Optional.of(Set.of(letter.to));
  }
}
