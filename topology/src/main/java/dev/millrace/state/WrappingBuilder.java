// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a store over the one that another builder makes for each task. */
final class WrappingBuilder<B extends StateStore, S extends StateStore> implements StoreBuilder<S> {
  private final StoreBuilder<B> below;
  private final Function<B, S> wrap;

  WrappingBuilder(StoreBuilder<B> below, Function<B, S> wrap) {
    this.below = below;
    this.wrap = wrap;
  }

  @Override
  public S build() {
    return wrap.apply(below.build());
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
  public StoreBuilder<S> withCachingEnabled() {
    below.withCachingEnabled();
    return this;
  }

  @Override
  public StoreBuilder<S> withCachingDisabled() {
    below.withCachingDisabled();
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
    below.withLoggingEnabled(config);
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingDisabled() {
    below.withLoggingDisabled();
    return this;
  }
}
