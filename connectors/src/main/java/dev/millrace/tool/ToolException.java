// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

/** A tool's own no, in words that a model or a person may read. */
public final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CHARS = 400;

  public ToolException(String message) {
    super(message);
  }

  /** Words of a tool's as the one line of a failure. */
  static String oneLine(String words) {
    String line = words.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "...";
  }
}
