// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A YAML document as a tree that knows its places. Lines and columns count from 1. */
sealed interface Yaml {

  int line();

  int column();

  /** What it is, in words, for a message. */
  String describe();

  /** How many nodes it has, itself included. */
  int size();

  /** How many levels it has, itself included. */
  int height();

  /** A scalar as it is written. */
  record Text(String raw, boolean plain, int line, int column) implements Yaml {
    private static final int SHOWN_CHARS = 60;

    boolean isNull() {
      return plain && PlainScalar.of(raw) == PlainScalar.NULL;
    }

    /** True if YAML takes it for a number, a boolean or null. */
    boolean isTyped() {
      return plain && PlainScalar.of(raw) != PlainScalar.TEXT;
    }

    @Override
    public String describe() {
      if (isNull()) {
        return "nothing";
      }
      return isTyped() ? shown(raw) : "'" + shown(raw) + "'";
    }

    /** On one line, and no longer than a message can bear. */
    static String shown(String raw) {
      String shown = raw.length() > SHOWN_CHARS ? raw.substring(0, SHOWN_CHARS) + "…" : raw;
      return shown.replace("\n", "\\n").replace("\r", "\\r");
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public int height() {
      return 1;
    }
  }

  /** A list. */
  record Sequence(List<Yaml> items, int line, int column) implements Yaml {
    @Override
    public String describe() {
      return "a list";
    }

    @Override
    public int size() {
      return 1 + items.stream().mapToInt(Yaml::size).sum();
    }

    @Override
    public int height() {
      return 1 + items.stream().mapToInt(Yaml::height).max().orElse(0);
    }
  }

  /** Keys and values in their order; a key may be there twice. */
  record Mapping(List<Entry> entries, int line, int column) implements Yaml {

    /** The first value of that key. */
    @Nullable Yaml get(String key) {
      for (Entry entry : entries) {
        if (entry.key.raw.equals(key)) {
          return entry.value;
        }
      }
      return null;
    }

    @Override
    public String describe() {
      return "a mapping";
    }

    @Override
    public int size() {
      return 1 + entries.stream().mapToInt(entry -> 1 + entry.value.size()).sum();
    }

    @Override
    public int height() {
      return 1 + entries.stream().mapToInt(entry -> entry.value.height()).max().orElse(0);
    }
  }

  /** One key of a mapping and its value. */
  record Entry(Text key, Yaml value) {}
}
