// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list of names, none of them twice. */
record NameList(Kind<List<String>> names) implements Kind<List<String>> {

  static NameList of(int most, Kind<String> name) {
    return new NameList(new ListOf<>(most, name));
  }

  @Override
  public @Nullable List<String> read(At at) {
    List<String> read = names.read(at);
    Set<String> seen = new HashSet<>();
    for (String name : read == null ? List.<String>of() : read) {
      if (!seen.add(name)) {
        at.mistake("'" + name + "' is there twice", "keep one of them");
      }
    }
    return read;
  }

  @Override
  public String such() {
    return names.such();
  }
}
