// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.broker;

import java.nio.file.Path;

/** Another broker keeps its data there. */
public final class DirectoryInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(Path directory) {
    super("another broker uses " + directory);
  }
}
