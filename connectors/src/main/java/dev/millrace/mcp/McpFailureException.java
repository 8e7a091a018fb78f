// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Failure;

/** Carries a failure through the SDK, which knows exceptions only. */
final class McpFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // Failures are no part of a serialized form; nobody serializes this.
  private final transient Failure failure;

  McpFailureException(Failure failure) {
    super(failure.detail(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
