// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;

/** What was measured broke a promise: the figures are printed, and the command fails. */
final class BrokenPromiseException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Figures figures;

  BrokenPromiseException(String message, Figures figures) {
    super(message);
    this.figures = figures;
  }

  Figures figures() {
    return figures;
  }
}
