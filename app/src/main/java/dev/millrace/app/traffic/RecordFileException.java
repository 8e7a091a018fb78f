// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.nio.file.Path;
import java.util.List;

/** A file of records that cannot be used; the message has a line for each mistake. */
public final class RecordFileException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int MOST_SHOWN = 20;

  RecordFileException(Path file, List<String> mistakes) {
    super(message(file, mistakes));
  }

  private static String message(Path file, List<String> mistakes) {
    StringBuilder text = new StringBuilder();
    mistakes.stream().limit(MOST_SHOWN).forEach(line -> text.append(file + ": " + line + "\n"));
    if (mistakes.size() > MOST_SHOWN) {
      text.append("and " + (mistakes.size() - MOST_SHOWN) + " more\n");
    }
    return text.toString().stripTrailing();
  }
}
