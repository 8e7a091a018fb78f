// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import org.jspecify.annotations.Nullable;

/** The topics are not as the application needs them; the message says what to do. */
public final class TopicSetupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TopicSetupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
