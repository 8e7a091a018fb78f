// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.Murmur3;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered for a while and then forgotten without a scan: a window store, whose old
 * segments leave whole. A value stands under its key and the time it was put, cut down to a few
 * slots over the retention, so that finding the newest takes as many point look-ups as there are
 * slots.
 *
 * <p>Most look-ups find nothing (is this request known? no), and one that does is the dearest there
 * is. So keys are known by a filter in memory, of all slots that began since nothing can be in the
 * store that was there when it was opened; only in the others is looked in vain.
 *
 * <p>Is exclusively owned by the stream thread.
 *
 * @param <V> the value
 */
public final class ExpiringStore<V> extends WrappedStateStore<WindowStore<Bytes, V>, Bytes, V> {
  static final int SLOTS = 4;

  /** No segment of a store is longer than what it keeps, or than this. */
  private static final long SHORTEST_SEGMENT_MS = Duration.ofMinutes(1).toMillis();

  private final long slotMs;

  /** By slot; what is not here and begins after {@link #unknownUpToMs} was never put. */
  private final TreeMap<Long, KeyFilter> filters = new TreeMap<>();

  private long unknownUpToMs;
  private boolean looked;

  ExpiringStore(WindowStore<Bytes, V> below, Duration retention) {
    super(below);
    this.slotMs = slotMs(retention);
  }

  static long slotMs(Duration retention) {
    return Math.max(1, retention.toMillis() / SLOTS);
  }

  public void put(Bytes key, V value, long atMs) {
    look();
    long slot = slot(atMs);
    if (slot > unknownUpToMs) {
      filters.computeIfAbsent(slot, any -> new KeyFilter()).add(hash(key));
      forgetBefore(filters.lastKey() - SLOTS * slotMs);
    }
    wrapped().put(key, value, slot);
  }

  /** From then on they are as if they had never been known: the store may have forgotten them. */
  private void forgetBefore(long slot) {
    if (filters.firstKey() < slot) {
      unknownUpToMs = Math.max(unknownUpToMs, slot - 1);
      filters.headMap(slot).clear();
    }
  }

  /** The newest value put at or before this time and not yet forgotten. */
  public Optional<V> get(Bytes key, long nowMs) {
    look();
    long newest = slot(nowMs);
    long hash = hash(key);
    for (int back = 0; back <= SLOTS; back++) {
      long slot = newest - back * slotMs;
      V value = slot >= 0 && mayHold(slot, hash) ? wrapped().fetch(key, slot) : null;
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private boolean mayHold(long slot, long hash) {
    if (slot <= unknownUpToMs) {
      return true;
    }
    KeyFilter filter = filters.get(slot);
    return filter != null && filter.mayHold(hash);
  }

  /** Not before somebody asks: a store is opened before it is restored. */
  private void look() {
    if (!looked) {
      looked = true;
      unknownUpToMs = latestMs();
    }
  }

  /**
   * Until when there may be something that was put before. The first entry is of the last segment,
   * but not the last in it: there they stand by their keys.
   */
  private long latestMs() {
    try (KeyValueIterator<Windowed<Bytes>, V> all = wrapped().backwardAll()) {
      return all.hasNext()
          ? all.peekNextKey().window().start()
              + Math.max(SLOTS * slotMs + slotMs, SHORTEST_SEGMENT_MS)
          : Long.MIN_VALUE;
    }
  }

  /**
   * Where a crash has left a segment open, the store below does not open under exactly-once. Kafka
   * Streams then throws away what is on the disk, and opens the same object again; but in 4.3.1
   * that goes on with the segment that was not opened (KAFKA-20808), unless it was closed.
   */
  @Override
  public void init(StateStoreContext context, StateStore root) {
    try {
      super.init(context, root);
    } catch (RuntimeException e) {
      wrapped().close();
      throw e;
    }
  }

  /**
   * How far the changelog is in the store below. That one keeps it in its segments, and while
   * nothing was ever put has none: under exactly-once Kafka Streams 4.3.1 takes a missing offset
   * for a crash that left uncommitted data, throws away what a task has on its disk, and restores
   * all of it. Where there is nothing, there is nothing uncommitted.
   */
  @Override
  public @Nullable Long committedOffset(TopicPartition changelog) {
    Long offset = wrapped().committedOffset(changelog);
    return offset == null && isEmpty() ? Long.valueOf(OffsetCheckpoint.OFFSET_UNKNOWN) : offset;
  }

  private boolean isEmpty() {
    try (KeyValueIterator<Windowed<Bytes>, V> all = wrapped().all()) {
      return !all.hasNext();
    }
  }

  /** Kafka Streams hands the store below to somebody else, or takes it back. */
  @Override
  public void clearCache() {
    forget();
  }

  @Override
  public void close() {
    forget();
    super.close();
  }

  private void forget() {
    filters.clear();
    looked = false;
  }

  private long slot(long atMs) {
    return atMs - Math.floorMod(atMs, slotMs);
  }

  private static long hash(Bytes key) {
    return Murmur3.hash64(key.get());
  }
}
