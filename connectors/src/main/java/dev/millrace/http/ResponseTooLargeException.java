// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.io.IOException;

/** A body that went on after its limit; what came before was not kept. */
public final class ResponseTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long maxBytes;

  ResponseTooLargeException(long maxBytes) {
    super("more than " + maxBytes + " bytes");
    this.maxBytes = maxBytes;
  }

  public long maxBytes() {
    return maxBytes;
  }
}
