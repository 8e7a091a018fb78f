// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import org.jspecify.annotations.Nullable;

/** The name of an entry of a section. Whether there is one is seen when all is read. */
record ReferenceTo(Section section) implements Kind<String> {

  @Override
  public @Nullable String read(At at) {
    String name = Texts.words(such()).read(at);
    if (name != null) {
      at.context().refer(section, name, at);
    }
    return name;
  }

  @Override
  public String such() {
    return "the name of a " + section.one();
  }
}
