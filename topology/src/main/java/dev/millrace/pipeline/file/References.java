// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks, when all is read, that every name stands for something, and that all is of use. */
final class References {
  private References() {}

  static void check(At root) {
    for (Section section : Section.values()) {
      At at = root.find(section.key());
      Map<String, At> entries = at == null ? Map.of() : at.entries();
      Set<String> used = new HashSet<>();
      for (Context.Reference reference : root.context().references()) {
        if (reference.section() == section) {
          used.add(reference.name());
          checkExists(reference, entries.keySet());
        }
      }
      if (section != Section.ROUTES) {
        entries.values().forEach(entry -> warnIfUnused(section, used, entry));
      }
    }
  }

  private static void checkExists(Context.Reference reference, Set<String> names) {
    if (!names.contains(reference.name())) {
      String one = reference.section().one();
      String mend =
          Nearest.to(reference.name(), names)
              .map(near -> "write " + near)
              .orElse("add it under " + reference.section().key() + ", or write " + one(names));
      reference.at().mistake("there is no " + one + " '" + reference.name() + "'", mend);
    }
  }

  private static String one(Set<String> names) {
    return names.isEmpty() ? "another" : "one of: " + String.join(", ", names);
  }

  private static void warnIfUnused(Section section, Set<String> used, At entry) {
    if (!used.contains(entry.name())) {
      entry.context().warning(entry, "nothing uses this " + section.one(), "use it, or delete it");
    }
  }
}
