// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file says for the keys of one form. */
final class Entries {
  private final At at;
  private final Map<String, At> written;
  private final Map<String, Object> values = new HashMap<>();

  private Entries(At at) {
    this.at = at;
    this.written = at.children();
  }

  static Entries read(At at, Map<String, Key<?>> keys, Map<String, Form.Elsewhere> elsewhere) {
    Entries entries = new Entries(at);
    entries.refuseUnknown(keys, elsewhere);
    keys.values().forEach(entries::read);
    return entries;
  }

  /** The value of a key that is required or has a default. */
  <T> T get(Key<T> key) {
    return Objects.requireNonNull(find(key), key.name());
  }

  /** The value of a key; null if there is none, or none that can be read. */
  // What is stored under a key's name was made by that key's kind.
  @SuppressWarnings("unchecked")
  <T> @Nullable T find(Key<T> key) {
    return (T) values.get(key.name());
  }

  /** True if the file says something for the key, rightly or wrongly. */
  boolean has(Key<?> key) {
    At place = written.get(key.name());
    return place != null && !saysNone(key, place);
  }

  /** Where the key's value is written; the whole mapping if it is not. */
  At at(Key<?> key) {
    return written.getOrDefault(key.name(), at);
  }

  At at() {
    return at;
  }

  /** The name of this mapping in the one above. */
  String name() {
    return at.name();
  }

  private void read(Key<?> key) {
    At place = written.get(key.name());
    Object value = place == null ? absent(key) : present(key, place);
    if (value != null) {
      values.put(key.name(), value);
    }
  }

  private @Nullable Object absent(Key<?> key) {
    if (key.need() == Key.Need.REQUIRED) {
      String mend = "add " + key.name() + ": " + key.kind().such();
      at.child(key.name(), at.node()).mistake("'" + key.name() + "' is missing", mend);
    }
    return key.otherwise();
  }

  private static @Nullable Object present(Key<?> key, At place) {
    return saysNone(key, place) ? null : key.kind().read(place);
  }

  private static boolean saysNone(Key<?> key, At place) {
    boolean none = place.node() instanceof Yaml.Text text && text.isNull();
    return none && key.need() == Key.Need.OPTIONAL;
  }

  private void refuseUnknown(Map<String, Key<?>> keys, Map<String, Form.Elsewhere> elsewhere) {
    if (at.node() instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        String name = entry.key().raw();
        if (!keys.containsKey(name)) {
          At place = at.child(name, entry.value()).onKey(entry.key());
          Form.Elsewhere known = elsewhere.get(name);
          if (known != null) {
            place.mistake(known.message(), known.mend());
          } else {
            place.mistake("'" + name + "' is no key here", Nearest.mend(name, keys.keySet()));
          }
        }
      }
    }
  }
}
