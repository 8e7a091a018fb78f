// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import org.jspecify.annotations.Nullable;

/** What may stand at a place of the file, and how it is read. */
interface Kind<T> {

  /** The value; null if it cannot be read, and then at least one mistake says why. */
  @Nullable T read(At at);

  /** An example of it, for a mend. */
  String such();
}
