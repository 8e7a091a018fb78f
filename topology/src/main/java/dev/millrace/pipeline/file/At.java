// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the file and what is written there.
 *
 * @param key the path to it
 * @param name the last part of the path
 */
record At(Context context, String key, String name, Yaml node) {

  static At root(Context context, Yaml node) {
    return new At(context, "", "", node);
  }

  At child(String name, Yaml node) {
    return new At(context, key.isEmpty() ? name : key + "." + name, name, node);
  }

  At item(int index, Yaml node) {
    return new At(context, key + "[" + index + "]", name, node);
  }

  void mistake(String message, String mend) {
    context.mistake(node.line(), node.column(), key, message, mend);
  }

  /** Says that what is here is of the wrong kind. */
  void isNot(String wants, String such) {
    mistake(node.describe() + " is not " + wants, "write " + such);
  }

  /** What is written below, by key; none if this is no mapping. */
  Map<String, At> entries() {
    Map<String, At> entries = new LinkedHashMap<>();
    if (node instanceof Yaml.Mapping mapping) {
      mapping
          .entries()
          .forEach(e -> entries.putIfAbsent(e.key().raw(), child(e.key().raw(), e.value())));
    }
    return entries;
  }

  /** The same, and a key that is there twice is a mistake. */
  Map<String, At> children() {
    Set<String> seen = new HashSet<>();
    if (node instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        if (!seen.add(entry.key().raw())) {
          At twice = child(entry.key().raw(), entry.value()).onKey(entry.key());
          twice.mistake("'" + twice.name + "' is written twice", "keep one of them");
        }
      }
    }
    return entries();
  }

  /** The same path, at the key and not at its value. */
  At onKey(Yaml.Text keyNode) {
    return new At(context, key, name, keyNode);
  }

  /** What is written that far below, if anything is. */
  @Nullable At find(String... path) {
    At at = this;
    for (String part : path) {
      Yaml below = at.node instanceof Yaml.Mapping mapping ? mapping.get(part) : null;
      if (below == null) {
        return null;
      }
      at = at.child(part, below);
    }
    return at;
  }
}
