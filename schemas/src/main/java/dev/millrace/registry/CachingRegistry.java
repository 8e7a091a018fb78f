// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a registry said. Ids never change their meaning, so they are remembered for good;
 * that an id is unknown is remembered for {@link #UNKNOWN_FOR} only, since it may be registered any
 * moment. So records with made-up ids cost one question each, and no more. A registry that lets
 * askers wait and does not answer is left alone for a while: three quarters of their time are left
 * to them.
 */
public final class CachingRegistry implements SchemaRegistry {
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
  static final int MAX_UNKNOWN = 1_000;
  static final int MAX_KNOWN = 10_000;
  private static final int LEFT_ALONE = 3;

  private record Key(String subject, Schema schema) {}

  /** What need not be asked for a while. */
  private record Unknown(RegistryException why, long untilNanos) {}

  private final SchemaRegistry registry;
  private final LongSupplier nanoClock;
  private final Map<Key, Integer> registered = new ConcurrentHashMap<>();
  private final Map<Key, Integer> found = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Unknown> unknown = new LinkedHashMap<>();
  private volatile @Nullable Unknown away;

  public CachingRegistry(SchemaRegistry registry) {
    this(registry, System::nanoTime);
  }

  CachingRegistry(SchemaRegistry registry, LongSupplier nanoClock) {
    this.registry = registry;
    this.nanoClock = nanoClock;
  }

  @Override
  public int register(String subject, Schema schema) {
    var key = new Key(subject, schema);
    Integer id = registered.get(key);
    return id != null ? id : keep(registered, key, registry.register(subject, schema));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    var key = new Key(subject, schema);
    Integer id = found.get(key);
    return id != null ? id : keep(found, key, registry.idOf(subject, schema));
  }

  @Override
  public Schema byId(int id) {
    Schema schema = schemas.get(id);
    return schema != null ? schema : ask(id);
  }

  @Override
  public void close() {
    registry.close();
  }

  private Schema ask(int id) {
    refuseIfKnownToBeUnknown(id);
    refuse(away);
    long beginNanos = nanoClock.getAsLong();
    try {
      return keep(schemas, id, registry.byId(id));
    } catch (RegistryException e) {
      if (e.isNotFound()) {
        rememberUnknown(id, e);
      } else if (e.kind() == RegistryException.Kind.UNAVAILABLE) {
        rememberAway(e, beginNanos);
      }
      throw e;
    }
  }

  private void refuseIfKnownToBeUnknown(int id) {
    synchronized (unknown) {
      refuse(unknown.get(id));
    }
  }

  private void refuse(@Nullable Unknown past) {
    if (past != null && nanoClock.getAsLong() - past.untilNanos() < 0) {
      throw new RegistryException(
          past.why().kind(), String.valueOf(past.why().getMessage()), past.why());
    }
  }

  private void rememberAway(RegistryException why, long beginNanos) {
    long nowNanos = nanoClock.getAsLong();
    away = new Unknown(why, nowNanos + LEFT_ALONE * (nowNanos - beginNanos));
  }

  private void rememberUnknown(int id, RegistryException why) {
    synchronized (unknown) {
      unknown.remove(id); // so that it goes to the end of the queue
      unknown.put(id, new Unknown(why, nanoClock.getAsLong() + UNKNOWN_FOR.toNanos()));
      if (unknown.size() > MAX_UNKNOWN) {
        unknown.remove(unknown.keySet().iterator().next());
      }
    }
  }

  private static <K, V> V keep(Map<K, V> cache, K key, V value) {
    if (cache.size() < MAX_KNOWN) {
      cache.put(key, value);
    }
    return value;
  }
}
