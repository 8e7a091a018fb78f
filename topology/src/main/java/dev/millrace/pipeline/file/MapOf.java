// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A mapping whose keys the author chooses. What cannot be read is left out, and a mistake.
 *
 * @param names what a key must match
 * @param rule the same in words
 */
record MapOf<T>(Pattern names, String rule, int most, Kind<T> values)
    implements Kind<Map<String, T>> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern TEXT = Pattern.compile(".{1,200}");

  /** By names that templates and calls can hold. */
  static <T> MapOf<T> named(int most, Kind<T> values) {
    String rule = "a letter, then letters, digits, _ and -, at most 64 in all";
    return new MapOf<>(NAME, rule, most, values);
  }

  static MapOf<String> headers(Kind<String> values) {
    return new MapOf<>(HEADER, "a header name as HTTP allows it", 100, values);
  }

  /** By any text of one line. */
  static <T> MapOf<T> byText(int most, Kind<T> values) {
    return new MapOf<>(TEXT, "one line of at most 200 characters", most, values);
  }

  @Override
  public Map<String, T> read(At at) {
    Map<String, T> read = new LinkedHashMap<>();
    if (!(at.node() instanceof Yaml.Mapping mapping)) {
      at.isNot("a mapping", such());
      return read;
    }
    if (mapping.entries().size() > most) {
      at.mistake(mapping.entries().size() + " entries are too many", "keep at most " + most);
      return read;
    }
    checkNames(at, mapping);
    for (At child : at.children().values()) {
      T value = values.read(child);
      if (value != null) {
        read.put(child.name(), value);
      }
    }
    return Collections.unmodifiableMap(read);
  }

  @Override
  public String such() {
    return "a mapping of names to " + values.such();
  }

  private void checkNames(At at, Yaml.Mapping mapping) {
    for (Yaml.Entry entry : mapping.entries()) {
      if (!names.matcher(entry.key().raw()).matches()) {
        At key = at.child(entry.key().raw(), entry.value()).onKey(entry.key());
        key.mistake(entry.key().describe() + " cannot be a name here", "use " + rule);
      }
    }
  }
}
