// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

/**
 * Data that a template cannot be filled with: a hole in a URL without a value, or an output over
 * the limit. The message names the hole, never a value.
 */
public final class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RenderException(String message) {
    super(message);
  }
}
