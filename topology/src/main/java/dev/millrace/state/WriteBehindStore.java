// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.kafka.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose values are objects in memory, and which is written only when its task commits: each
 * key once, as it stands then, and what came and went in between not at all. A run that begins and
 * ends within one commit leaves no trace in store and changelog.
 *
 * <p>Nothing is lost by waiting. What is written before a commit and what is written at it become
 * durable together, or not at all. Kafka Streams asks its own caching stores to write by {@code
 * flushCache}, at the start of each commit and before it flushes the producer; so does this one,
 * and that is why it is built on an internal class of theirs. Whoever knows that nothing changes
 * any more before a commit may let it write earlier.
 *
 * <p>Is exclusively owned by the stream thread.
 *
 * @param <K> the key
 * @param <S> the value as the store below has it
 * @param <V> the value
 */
public final class WriteBehindStore<K extends Comparable<K>, S, V>
    extends WrappedStateStore<KeyValueStore<K, S>, K, S> {

  /** How a value stands in the store below, where what the key says is not said again. */
  record Form<K, S, V>(Function<V, S> store, BiFunction<K, S, V> read) {

    static <K, V> Form<K, V, V> asItIs() {
      return new Form<>(value -> value, (key, stored) -> stored);
    }
  }

  /** What stays in memory once it is written. */
  enum Keeps {
    /** All of it: what is asked for at every step and gone soon. */
    EVERYTHING,
    /** What was asked for lately: what is missing is read again. */
    RECENT
  }

  /** Of {@link Keeps#RECENT}: as many families, and all go together once there are more. */
  static final int MOST_RECENT = 4_096;

  private static final class Slot<K, V> {
    final K key;
    @Nullable V value;
    boolean below;
    boolean changed;

    Slot(K key) {
      this.key = key;
    }
  }

  private final Form<K, S, V> form;
  private final Keeps keeps;
  private final Function<K, ?> familyOf;
  private final Map<Object, NavigableMap<K, Slot<K, V>>> families = new HashMap<>();
  private final List<Slot<K, V>> changed = new ArrayList<>();
  private final Runnable writer = this::writeChanges;
  private @Nullable Loop loop;
  private boolean loaded;

  /**
   * @param familyOf what keys have in common that are asked for together; thousands of families
   *     cost no more to find one in than a few
   */
  WriteBehindStore(
      KeyValueStore<K, S> below, Form<K, S, V> form, Keeps keeps, Function<K, ?> familyOf) {
    super(below);
    this.form = form;
    this.keeps = keeps;
    this.familyOf = familyOf;
  }

  public @Nullable V get(K key) {
    Slot<K, V> slot = slot(key);
    return slot == null ? null : slot.value;
  }

  public void put(K key, V value) {
    set(slotFor(key), Objects.requireNonNull(value, "value"));
  }

  public void delete(K key) {
    Slot<K, V> slot = slot(key);
    if (slot != null) {
      set(slot, null);
    }
  }

  /** Those of a family, in order of their keys; all must be kept in memory. */
  List<V> values(Object family) {
    load();
    List<V> found = new ArrayList<>();
    addValues(families.get(family), found);
    return found;
  }

  /** All of them, in order of their keys; all must be kept in memory. */
  List<V> values() {
    load();
    NavigableMap<K, Slot<K, V>> all = new TreeMap<>();
    families.values().forEach(all::putAll);
    List<V> found = new ArrayList<>();
    addValues(all, found);
    return found;
  }

  private void addValues(@Nullable NavigableMap<K, Slot<K, V>> from, List<V> found) {
    if (from == null) {
      return;
    }
    for (Slot<K, V> slot : from.values()) {
      V value = slot.value;
      if (value != null) {
        found.add(value);
      }
    }
  }

  private void set(Slot<K, V> slot, @Nullable V value) {
    slot.value = value;
    if (!slot.changed) {
      slot.changed = true;
      changed.add(slot);
    }
  }

  private Slot<K, V> slotFor(K key) {
    Slot<K, V> known = slot(key);
    return known != null ? known : add(new Slot<>(key));
  }

  private Slot<K, V> add(Slot<K, V> slot) {
    families.computeIfAbsent(familyOf.apply(slot.key), any -> new TreeMap<>()).put(slot.key, slot);
    return slot;
  }

  private void remove(K key) {
    Object family = familyOf.apply(key);
    NavigableMap<K, Slot<K, V>> members = families.get(family);
    if (members != null && members.remove(key) != null && members.isEmpty()) {
      families.remove(family);
    }
  }

  private @Nullable Slot<K, V> slot(K key) {
    load();
    NavigableMap<K, Slot<K, V>> members = families.get(familyOf.apply(key));
    Slot<K, V> slot = members == null ? null : members.get(key);
    return slot != null || keeps == Keeps.EVERYTHING ? slot : read(key);
  }

  private @Nullable Slot<K, V> read(K key) {
    S stored = wrapped().get(key);
    return stored == null ? null : addFromBelow(key, stored);
  }

  /** Not before somebody asks: a store is opened before it is restored. */
  private void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    if (keeps == Keeps.EVERYTHING) {
      readAll();
    }
  }

  private void readAll() {
    try (KeyValueIterator<K, S> all = wrapped().all()) {
      while (all.hasNext()) {
        KeyValue<K, S> entry = all.next();
        addFromBelow(entry.key, entry.value);
      }
    }
  }

  private Slot<K, V> addFromBelow(K key, S stored) {
    Slot<K, V> slot = new Slot<>(key);
    slot.value = form.read.apply(key, stored);
    slot.below = true;
    return add(slot);
  }

  /** Lets all stores of this thread be written when the first of them is asked to. */
  void join(Loop thread) {
    loop = thread;
    thread.addWriter(writer);
  }

  private void leave() {
    Loop joined = loop;
    if (joined != null) {
      joined.removeWriter(writer);
      loop = null;
    }
  }

  @Override
  public void flushCache() {
    Loop joined = loop;
    if (joined != null) {
      joined.writeAll();
    }
    writeChanges();
  }

  void writeChanges() {
    changed.forEach(this::write);
    changed.clear();
    if (keeps == Keeps.RECENT && families.size() > MOST_RECENT) {
      families.clear();
    }
  }

  private void write(Slot<K, V> slot) {
    slot.changed = false;
    V value = slot.value;
    if (value != null) {
      wrapped().put(slot.key, form.store.apply(value));
      slot.below = true;
    } else {
      remove(slot.key);
      if (slot.below) {
        wrapped().put(slot.key, null); // a delete would read the old value first
      }
    }
  }

  /** Kafka Streams hands the store below to somebody else, or takes it back. */
  @Override
  public void clearCache() {
    forget();
  }

  @Override
  public void close() {
    leave();
    forget();
    super.close();
  }

  private void forget() {
    changed.clear();
    families.clear();
    loaded = false;
  }
}
