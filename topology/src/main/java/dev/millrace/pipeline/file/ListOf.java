// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list of at most so many items. What cannot be read is left out, and a mistake. */
record ListOf<T>(int most, Kind<T> items) implements Kind<List<T>> {

  @Override
  public List<T> read(At at) {
    if (!(at.node() instanceof Yaml.Sequence sequence)) {
      at.isNot("a list", such());
      return List.of();
    }
    if (sequence.items().size() > most) {
      at.mistake(sequence.items().size() + " items are too many", "keep at most " + most);
      return List.of();
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      T item = items.read(at.item(i, sequence.items().get(i)));
      if (item != null) {
        read.add(item);
      }
    }
    return Collections.unmodifiableList(read);
  }

  @Override
  public String such() {
    return "[" + items.such() + "]";
  }
}
