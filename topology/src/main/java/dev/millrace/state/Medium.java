// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/** What state is kept on. What is in it, and what its changelog says, is the same on either. */
public enum Medium {
  /** RocksDB: it may be larger than memory, and is there again after a clean restart. */
  DISK {
    @Override
    KeyValueBytesStoreSupplier keyValue(String name) {
      return Stores.persistentKeyValueStore(name);
    }

    @Override
    WindowBytesStoreSupplier window(String name, Duration retention, Duration size) {
      return Stores.persistentWindowStore(name, retention, size, false);
    }
  },

  /** The heap: opened in no time, and read from the changelog at each start. */
  MEMORY {
    @Override
    KeyValueBytesStoreSupplier keyValue(String name) {
      return HashedStore.supplier(name);
    }

    @Override
    WindowBytesStoreSupplier window(String name, Duration retention, Duration size) {
      return Stores.inMemoryWindowStore(name, retention, size, false);
    }
  };

  abstract KeyValueBytesStoreSupplier keyValue(String name);

  abstract WindowBytesStoreSupplier window(String name, Duration retention, Duration size);
}
