// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.definition;

/** Something that a definition names is not to be had in this process. */
public final class UnpreparedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Why it cannot be used.
   *
   * @param why a sentence for people, with no secret in it
   */
  public UnpreparedException(String why, Throwable cause) {
    super(why, cause);
  }

  /** A sentence for people. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
