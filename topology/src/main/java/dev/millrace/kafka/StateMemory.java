// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.HashMap;
import java.util.Map;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that all RocksDB stores of one instance share: a block cache, and write buffers
 * that are charged to it. It lives from the first store's opening to the last one's closing.
 *
 * <p>RocksDB counts its own references to both, so a store that closes last may release them before
 * its database closes.
 */
final class StateMemory {

  /** Whose memory: instances of one application may share a JVM. */
  record Owner(String applicationId, String instanceId) {}

  private static final Map<Owner, StateMemory> LIVE = new HashMap<>();

  static {
    RocksDB.loadLibrary();
  }

  private final Owner owner;
  private final Cache cache;
  private final WriteBufferManager writeBuffers;
  private int stores;

  private StateMemory(Owner owner, long cacheBytes, long writeBufferBytes) {
    if (writeBufferBytes <= 0 || writeBufferBytes >= cacheBytes) {
      throw new IllegalArgumentException(
          "write buffers of %d bytes do not fit in a state cache of %d bytes"
              .formatted(writeBufferBytes, cacheBytes));
    }
    this.owner = owner;
    this.cache = new LRUCache(cacheBytes);
    this.writeBuffers = new WriteBufferManager(writeBufferBytes, cache);
  }

  static StateMemory retain(Owner owner, long cacheBytes, long writeBufferBytes) {
    synchronized (LIVE) {
      StateMemory memory =
          LIVE.computeIfAbsent(owner, o -> new StateMemory(o, cacheBytes, writeBufferBytes));
      memory.stores++;
      return memory;
    }
  }

  void release() {
    synchronized (LIVE) {
      if (--stores == 0) {
        LIVE.remove(owner);
        writeBuffers.close();
        cache.close();
      }
    }
  }

  Cache cache() {
    return cache;
  }

  WriteBufferManager writeBuffers() {
    return writeBuffers;
  }

  static boolean isLive(Owner owner) {
    synchronized (LIVE) {
      return LIVE.containsKey(owner);
    }
  }
}
