// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

/** A world that cannot be made of what the user named; the message tells the user why. */
public final class DemoWorldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DemoWorldException(String message) {
    super(message);
  }

  public DemoWorldException(String message, Throwable cause) {
    super(message, cause);
  }
}
