// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What the stores' changelogs hold, compacted: all that a crash leaves of the state. */
public final class Changelogs {
  private static final String SUFFIX = "-changelog";

  private final String prefix;
  private final Map<String, Map<Bytes, byte[]>> byTopic = new TreeMap<>();

  Changelogs(String applicationId) {
    this.prefix = applicationId + "-";
  }

  /** The store whose changelog a record was written to; null if it was written to no changelog. */
  public @Nullable String storeOf(Produced record) {
    String topic = record.topic();
    return topic.startsWith(prefix) && topic.endsWith(SUFFIX)
        ? topic.substring(prefix.length(), topic.length() - SUFFIX.length())
        : null;
  }

  void apply(Produced record) {
    if (storeOf(record) == null) {
      return;
    }
    Map<Bytes, byte[]> topic =
        byTopic.computeIfAbsent(record.topic(), any -> new LinkedHashMap<>());
    Bytes key = Bytes.wrap(Objects.requireNonNull(record.key()));
    topic.remove(key); // the newest comes last
    byte[] value = record.value();
    if (value != null) {
      topic.put(key, value);
    }
  }

  Collection<String> topics() {
    return byTopic.keySet();
  }

  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    byTopic
        .getOrDefault(topic, Map.of())
        .forEach(
            (key, value) ->
                records.add(new ConsumerRecord<>(topic, 0, records.size(), key.get(), value)));
    return records;
  }
}
