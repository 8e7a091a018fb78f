// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import org.jspecify.annotations.Nullable;

/**
 * A key of a form.
 *
 * @param need what its absence means
 * @param otherwise the value if it is absent and {@code need} is {@code DEFAULTED}
 */
record Key<T>(String name, Kind<T> kind, Need need, @Nullable T otherwise) {

  /** What the absence of a key means. */
  enum Need {
    REQUIRED,
    DEFAULTED,
    /** There is none, which may also be written as null. */
    OPTIONAL
  }
}
