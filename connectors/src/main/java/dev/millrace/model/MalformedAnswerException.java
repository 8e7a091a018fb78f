// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.io.IOException;

/** An answer that is JSON and still makes no sense. */
public final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param detail for people; never what the answer holds
   */
  public MalformedAnswerException(String detail) {
    super(detail);
  }
}
