// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * A topology from which records only go out. What is written to a topic that is read as well the
 * test driver hands straight back, in the same turn, when nobody can have committed it yet, and
 * whatever partition it is for. So here it is written to a topic of another name.
 */
final class OneWayTopology extends Topology {
  private static final String SUFFIX = "-out";

  /** What a topic is called for whom a record of it is meant. */
  static String nameOf(String produced) {
    return produced.endsWith(SUFFIX)
        ? produced.substring(0, produced.length() - SUFFIX.length())
        : produced;
  }

  @Override
  public synchronized <K, V> Topology addSink(
      String name, String topic, Serializer<K> keys, Serializer<V> values, String... parents) {
    return super.addSink(name, topic + SUFFIX, keys, values, parents);
  }

  @Override
  public synchronized <K, V> Topology addSink(
      String name,
      String topic,
      Serializer<K> keys,
      Serializer<V> values,
      StreamPartitioner<? super K, ? super V> partitioner,
      String... parents) {
    return super.addSink(name, topic + SUFFIX, keys, values, partitioner, parents);
  }
}
