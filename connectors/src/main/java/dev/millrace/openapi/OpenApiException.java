// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

/** A document, or an operation in it, that no tool can be made of; the message says why. */
public final class OpenApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OpenApiException(String message) {
    super(message);
  }
}
