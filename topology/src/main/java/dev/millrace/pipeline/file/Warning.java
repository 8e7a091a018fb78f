// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

/**
 * Something that a pipeline file may say, but that its author may not have meant.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param key the path to it
 * @param message what is odd about it; never the value of a variable or a secret
 * @param mend what to write instead
 */
public record Warning(String file, int line, int column, String key, String message, String mend) {

  /** One line for people, in the form compilers use. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s: %s. Mend: %s".formatted(file, line, column, key, message, mend);
  }
}
