// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Where a tenant's records belong: the partition that Kafka's default partitioner gives to the
 * tenant as a key, and if it is split those that come next. Other clients' partitioners, and
 * records without a key, put them elsewhere.
 */
record Placement(int partitions) {
  Placement {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions < 1: " + partitions);
    }
  }

  /** The partition of a task. */
  int here(ProcessorContext<?, ?> context) {
    return context.taskId().partition();
  }

  /** Of a tenant, or of whatever else has a key. */
  int home(String name) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /**
   * Of a part of a tenant that is split: the partition of {@code TENANT/PART} as a key, if that is
   * one of the tenant's.
   */
  int home(String tenant, int shards, String part) {
    int first = home(tenant);
    int away = Math.floorMod(home(tenant + "/" + part) - first, partitions);
    return (first + away % shards) % partitions;
  }
}
