// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic that the application needs.
 *
 * @param partitions if it is created; not looked at where {@code partitionedAs} names a topic
 * @param replication if it is created
 * @param configs if it is created
 * @param partitionedAs the topic whose partition count this one must have
 */
public record TopicSpec(
    String name,
    int partitions,
    short replication,
    Map<String, String> configs,
    @Nullable String partitionedAs) {

  public TopicSpec {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic %s: partitions < 1".formatted(name));
    }
    configs = Map.copyOf(configs);
  }

  public TopicSpec(String name, int partitions, short replication) {
    this(name, partitions, replication, Map.of(), null);
  }

  public TopicSpec with(Map<String, String> newConfigs) {
    return new TopicSpec(name, partitions, replication, newConfigs, partitionedAs);
  }

  /**
   * Records of one key meet in one task only where topics have as many partitions as each other.
   */
  public TopicSpec partitionedAs(String topic) {
    return new TopicSpec(name, partitions, replication, configs, topic);
  }
}
