// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

/**
 * Something that keeps a pipeline file from being run.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param key the path to it, such as {@code routes.help.agent.model}; empty for the whole file
 * @param message what is wrong; never the value of a variable or a secret
 * @param mend what to write instead
 */
public record Mistake(String file, int line, int column, String key, String message, String mend) {

  /** One line for people, in the form compilers use. */
  @Override
  public String toString() {
    String path = key.isEmpty() ? "" : key + ": ";
    return "%s:%d:%d: %s%s. Mend: %s".formatted(file, line, column, path, message, mend);
  }
}
