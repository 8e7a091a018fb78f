// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/**
 * Keeps the native memory of all stores of an instance within two figures. By default each store of
 * each partition has its own 50 MiB cache and three memtables of 16 MiB.
 *
 * <p>Kafka Streams makes one of these each time that a store opens.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  static final String INSTANCE_CONFIG = "millrace.instance.id";
  static final String CACHE_BYTES_CONFIG = "millrace.state.cache.bytes";
  static final String WRITE_BUFFER_BYTES_CONFIG = "millrace.state.write.buffer.bytes";

  private static final long MEMTABLE_BYTES = 4 << 20;

  /**
   * Memory comes to a memtable in steps of so much: a store that is hardly written to costs little.
   */
  private static final long ARENA_BLOCK_BYTES = 64 << 10;

  /** Of a memtable, for its filter. */
  private static final double MEMTABLE_FILTER_SHARE = 0.05;

  private @Nullable StateMemory memory;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    StateMemory shared = retain(configs);
    memory = shared;
    options.setWriteBufferManager(shared.writeBuffers());
    options.setWriteBufferSize(MEMTABLE_BYTES);
    options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    options.setMaxWriteBufferNumber(2);
    // Most of our lookups miss (is this request known? is this answer cached?): filters pay,
    // on the last level and on what is not on disk yet.
    options.setOptimizeFiltersForHits(false);
    options.setMemtableWholeKeyFiltering(true);
    options.setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER_SHARE);
    options.setTableFormatConfig(shareCache(options, shared));
  }

  /** Leaves alone what is shared; the options and the filter are Kafka Streams' own to close. */
  @Override
  public void close(String storeName, Options options) {
    StateMemory shared = memory;
    if (shared != null) {
      memory = null;
      shared.release();
    }
  }

  private static BlockBasedTableConfig shareCache(Options options, StateMemory shared) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(shared.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    // Each lookup asks the filter of every young file: without a search in the cache for it.
    table.setPinL0FilterAndIndexBlocksInCache(true);
    return table;
  }

  private static StateMemory retain(Map<String, Object> configs) {
    StateMemory.Owner owner =
        new StateMemory.Owner(
            required(configs, StreamsConfig.APPLICATION_ID_CONFIG),
            required(configs, INSTANCE_CONFIG));
    return StateMemory.retain(
        owner,
        Long.parseLong(required(configs, CACHE_BYTES_CONFIG)),
        Long.parseLong(required(configs, WRITE_BUFFER_BYTES_CONFIG)));
  }

  private static String required(Map<String, Object> configs, String name) {
    return Objects.requireNonNull(configs.get(name), () -> name + " is not set").toString();
  }
}
