// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import org.jspecify.annotations.Nullable;

/** Kafka or a topic cannot be reached; the message says which. */
public final class OutOfReachException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutOfReachException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
