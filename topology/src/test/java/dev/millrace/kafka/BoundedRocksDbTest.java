// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedRocksDbTest {

  private static final long CACHE_BYTES = 16 << 20;
  private static final long WRITE_BUFFER_BYTES = 2 << 20;

  @Test
  void chargesWhatStoresWriteToOneCache(@TempDir Path state) {
    StateMemory.Owner owner = new StateMemory.Owner("app", "charged");
    try (TopologyTestDriver driver = driver(state, "charged")) {
      StateMemory memory = StateMemory.retain(owner, CACHE_BYTES, WRITE_BUFFER_BYTES);
      long before = memory.cache().getUsage();

      fill(driver.getKeyValueStore("a"), 1_000);
      long withOne = memory.cache().getUsage();
      fill(driver.getKeyValueStore("b"), 1_000);

      assertThat(withOne).isGreaterThan(before);
      assertThat(memory.cache().getUsage()).isGreaterThan(withOne);
      memory.release();
    }
  }

  @Test
  void staysWithinItsFiguresHoweverMuchIsWritten(@TempDir Path state) {
    StateMemory.Owner owner = new StateMemory.Owner("app", "bounded");
    try (TopologyTestDriver driver = driver(state, "bounded")) {
      StateMemory memory = StateMemory.retain(owner, CACHE_BYTES, WRITE_BUFFER_BYTES);

      fill(driver.getKeyValueStore("a"), 20_000);
      fill(driver.getKeyValueStore("b"), 20_000);

      assertThat(memory.cache().getUsage()).isLessThan(CACHE_BYTES);
      memory.release();
    }
  }

  @Test
  void livesFromTheFirstStoreToTheLast(@TempDir Path state) {
    StateMemory.Owner owner = new StateMemory.Owner("app", "living");
    try (TopologyTestDriver driver = driver(state.resolve("1"), "living")) {
      fill(driver.getKeyValueStore("a"), 10);
      try (TopologyTestDriver other = driver(state.resolve("2"), "living")) {
        fill(other.getKeyValueStore("a"), 10);
      }
      assertThat(StateMemory.isLive(owner)).isTrue();
      fill(driver.getKeyValueStore("a"), 10);
    }
    assertThat(StateMemory.isLive(owner)).isFalse();
  }

  @Test
  void refusesWriteBuffersThatDoNotFitInTheCache() {
    StateMemory.Owner owner = new StateMemory.Owner("app", "refused");

    assertThatThrownBy(() -> StateMemory.retain(owner, 100, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100");
    assertThat(StateMemory.isLive(owner)).isFalse();
  }

  private static void fill(KeyValueStore<String, String> store, int entries) {
    String value = "v".repeat(500);
    for (int i = 0; i < entries; i++) {
      store.put("key" + i, value);
    }
  }

  private static TopologyTestDriver driver(Path state, String instance) {
    Topology topology =
        new Topology()
            .addSource("in", Serdes.String().deserializer(), Serdes.String().deserializer(), "in")
            .addProcessor("idle", Idle::new, "in")
            .addStateStore(store("a"), "idle")
            .addStateStore(store("b"), "idle");
    Properties properties = new Properties();
    properties.put("application.id", "app");
    properties.put("bootstrap.servers", "nowhere:1");
    properties.put("state.dir", state.toString());
    properties.put("rocksdb.config.setter", BoundedRocksDb.class);
    properties.put(BoundedRocksDb.INSTANCE_CONFIG, instance);
    properties.put(BoundedRocksDb.CACHE_BYTES_CONFIG, CACHE_BYTES);
    properties.put(BoundedRocksDb.WRITE_BUFFER_BYTES_CONFIG, WRITE_BUFFER_BYTES);
    return new TopologyTestDriver(topology, properties);
  }

  private static StoreBuilder<?> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.String())
        .withLoggingDisabled();
  }

  private static final class Idle extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> in) {}
  }
}
