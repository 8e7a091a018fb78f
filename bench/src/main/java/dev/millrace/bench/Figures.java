// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark found, in the order in which people should read it. A name ends in its unit; a
 * value is a number, a text, a list of those, or figures again.
 */
record Figures(Map<String, Object> values) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Figures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static Figures none() {
    return new Figures(Map.of());
  }

  Figures with(String name, long value) {
    return and(name, value);
  }

  /** Rounded to what a reader can use: four significant digits. */
  Figures with(String name, double value) {
    return and(name, Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
  }

  Figures with(String name, String value) {
    return and(name, value);
  }

  Figures with(String name, List<?> value) {
    return and(name, List.copyOf(value));
  }

  Figures with(String name, Figures value) {
    return and(name, value.values);
  }

  /** All of the others as well. */
  Figures withAll(Figures others) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.putAll(others.values);
    return new Figures(more);
  }

  private Figures and(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Figures(more);
  }

  /** One line. */
  String json() {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures that JSON cannot hold: " + values, e);
    }
  }

  /** A line for each figure, those of figures under their dotted names. */
  String table() {
    List<Map.Entry<String, String>> rows = new ArrayList<>();
    flatten("", values, rows);
    int width = rows.stream().mapToInt(row -> row.getKey().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, String> row : rows) {
      String gap = " ".repeat(width - row.getKey().length());
      table.append(row.getKey()).append(gap).append("  ").append(row.getValue()).append('\n');
    }
    return table.toString();
  }

  private static void flatten(
      String prefix, Map<?, ?> values, List<Map.Entry<String, String>> rows) {
    values.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + name + ".", inner, rows);
          } else {
            rows.add(Map.entry(prefix + name, String.valueOf(value)));
          }
        });
  }
}
