// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of what a changelog says, on the heap. Kafka Streams' own store of that kind keeps its
 * keys in order at all times, which costs some twenty comparisons of keys for each write; this one
 * sorts when it is read whole, at a start.
 *
 * <p>Is written by one thread at a time: the one that restores it or keeps it as a standby, and
 * then the stream thread.
 */
final class HashedStore implements KeyValueStore<Bytes, byte[]> {
  private final String name;
  private final Map<Bytes, byte[]> entries = new HashMap<>();
  private final Position position = Position.emptyPosition();
  private boolean open;

  private HashedStore(String name) {
    this.name = name;
  }

  static KeyValueBytesStoreSupplier supplier(String name) {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return new HashedStore(name);
      }

      @Override
      public String metricsScope() {
        return "in-memory";
      }
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> put(Bytes.wrap(key), value));
    open = true;
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    return entries.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> added) {
    added.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    return entries.remove(key);
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return entries.get(Objects.requireNonNull(key, "key"));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    return sorted(
        entries.entrySet().stream()
            .filter(entry -> from == null || entry.getKey().compareTo(from) >= 0)
            .filter(entry -> to == null || entry.getKey().compareTo(to) <= 0));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return range(null, null);
  }

  private static KeyValueIterator<Bytes, byte[]> sorted(Stream<Map.Entry<Bytes, byte[]>> found) {
    return new Snapshot(
        found
            .map(entry -> KeyValue.pair(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing(entry -> entry.key))
            .toList()
            .iterator());
  }

  @Override
  public long approximateNumEntries() {
    return entries.size();
  }

  /** Kept for interactive queries, of which there are none. */
  @Override
  public Position getPosition() {
    return position;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    entries.clear();
    open = false;
  }

  /** What there was when somebody asked. */
  private static final class Snapshot implements KeyValueIterator<Bytes, byte[]> {
    private final Iterator<KeyValue<Bytes, byte[]>> left;
    private @Nullable KeyValue<Bytes, byte[]> next;

    Snapshot(Iterator<KeyValue<Bytes, byte[]>> left) {
      this.left = left;
    }

    private @Nullable KeyValue<Bytes, byte[]> ahead() {
      if (next == null && left.hasNext()) {
        next = left.next();
      }
      return next;
    }

    @Override
    public boolean hasNext() {
      return ahead() != null;
    }

    @Override
    public Bytes peekNextKey() {
      KeyValue<Bytes, byte[]> found = ahead();
      if (found == null) {
        throw new NoSuchElementException();
      }
      return found.key;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      KeyValue<Bytes, byte[]> found = ahead();
      if (found == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return found;
    }

    @Override
    public void close() {}
  }
}
