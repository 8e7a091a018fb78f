// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with keys that are known. A subclass declares its keys as fields, so that the keys a
 * file may use are written once; what they say together it makes a record of.
 */
abstract class Form<T> implements Kind<T> {
  private final Map<String, Key<?>> keys = new LinkedHashMap<>();
  private final Map<String, Elsewhere> elsewhere = new LinkedHashMap<>();

  /** Why a key is none here that is one at another place, and what to do about it. */
  record Elsewhere(String message, String mend) {}

  final <V> Key<V> required(String name, Kind<V> kind) {
    return declare(new Key<>(name, kind, Key.Need.REQUIRED, null));
  }

  final <V> Key<V> key(String name, Kind<V> kind, V otherwise) {
    return declare(new Key<>(name, kind, Key.Need.DEFAULTED, otherwise));
  }

  final <V> Key<V> optional(String name, Kind<V> kind) {
    return declare(new Key<>(name, kind, Key.Need.OPTIONAL, null));
  }

  /** Declares a key that is none here, and that somebody may look for here. */
  final void elsewhere(String name, String message, String mend) {
    elsewhere.put(name, new Elsewhere(message, mend));
  }

  /**
   * Says what is wrong between keys. Some of them may be wrong themselves: then they are absent.
   */
  void check(Entries entries) {}

  /** Makes the value; called only if nothing below is wrong. */
  abstract T build(Entries entries);

  final Map<String, Key<?>> keys() {
    return Collections.unmodifiableMap(keys);
  }

  @Override
  public @Nullable T read(At at) {
    if (!(at.node() instanceof Yaml.Mapping)) {
      at.isNot("a mapping", such());
      return null;
    }
    int before = at.context().mistakeCount();
    Entries entries = Entries.read(at, keys, elsewhere);
    check(entries);
    return at.context().mistakeCount() == before ? build(entries) : null;
  }

  @Override
  public String such() {
    return "a mapping with keys of: " + String.join(", ", keys.keySet());
  }

  private <V> Key<V> declare(Key<V> key) {
    keys.put(key.name(), key);
    return key;
  }
}
