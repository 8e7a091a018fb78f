// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a write-behind store over the store that another builder makes for each task. */
final class WriteBehindBuilder<K extends Comparable<K>, S, V>
    implements StoreBuilder<WriteBehindStore<K, S, V>> {
  private final StoreBuilder<KeyValueStore<K, S>> below;
  private final WriteBehindStore.Form<K, S, V> form;
  private final WriteBehindStore.Keeps keeps;

  WriteBehindBuilder(
      StoreBuilder<KeyValueStore<K, S>> below,
      WriteBehindStore.Form<K, S, V> form,
      WriteBehindStore.Keeps keeps) {
    this.below = below;
    this.form = form;
    this.keeps = keeps;
  }

  @Override
  public WriteBehindStore<K, S, V> build() {
    return new WriteBehindStore<>(below.build(), form, keeps);
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public boolean loggingEnabled() {
    return below.loggingEnabled();
  }

  @Override
  public Map<String, String> logConfig() {
    return below.logConfig();
  }

  // Kafka Streams means its own cache by these, which lies below if anywhere.

  @Override
  public StoreBuilder<WriteBehindStore<K, S, V>> withCachingEnabled() {
    below.withCachingEnabled();
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore<K, S, V>> withCachingDisabled() {
    below.withCachingDisabled();
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore<K, S, V>> withLoggingEnabled(Map<String, String> config) {
    below.withLoggingEnabled(config);
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore<K, S, V>> withLoggingDisabled() {
    below.withLoggingDisabled();
    return this;
  }
}
