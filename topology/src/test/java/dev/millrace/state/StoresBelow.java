// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.state.WriteBehindStore.Form;
import dev.millrace.state.WriteBehindStore.Keeps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Stores of one task without Kafka, and a look at what is written to them. */
final class StoresBelow implements AutoCloseable {
  private final MockProcessorContext<Object, Object> context;
  private final List<WriteBehindStore<?, ?, ?>> behind = new ArrayList<>();

  StoresBelow(Path stateDir) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    context = new MockProcessorContext<>(config, new TaskId(0, 0), stateDir.toFile());
  }

  static <K, V> KeyValueStore<K, V> below(String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
        .withLoggingDisabled()
        .withCachingDisabled()
        .build();
  }

  <S extends StateStore> S open(S store) {
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  <K extends Comparable<K>, S, V> WriteBehindStore<K, S, V> behind(
      KeyValueStore<K, S> below, Form<K, S, V> form, Function<K, ?> familyOf) {
    var store = open(new WriteBehindStore<>(below, form, Keeps.EVERYTHING, familyOf));
    behind.add(store);
    return store;
  }

  void commit() {
    behind.forEach(WriteBehindStore::flushCache);
  }

  /** Everything is read from below again. */
  void restart() {
    behind.forEach(WriteBehindStore::clearCache);
  }

  static <K, V> List<K> keys(KeyValueStore<K, V> store) {
    List<K> keys = new ArrayList<>();
    try (KeyValueIterator<K, V> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<K, V> entry = all.next();
        keys.add(entry.key);
      }
    }
    return keys;
  }

  @Override
  public void close() {
    behind.forEach(WriteBehindStore::close);
  }
}
