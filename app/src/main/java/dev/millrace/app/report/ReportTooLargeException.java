// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

/** A report would need more memory than it may take; the message says how to ask for less. */
public final class ReportTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ReportTooLargeException(String message) {
    super(message);
  }
}
