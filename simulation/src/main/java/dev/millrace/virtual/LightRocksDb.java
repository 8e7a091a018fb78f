// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * Makes opening a store cheap: a database that lives for a second need not lay out four megabytes
 * for its manifest, which is most of what opening one takes.
 */
public final class LightRocksDb implements RocksDBConfigSetter {
  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    options.setManifestPreallocationSize(0);
  }

  @Override
  public void close(String storeName, Options options) {}
}
