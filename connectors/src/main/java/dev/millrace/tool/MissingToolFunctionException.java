// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.util.Set;

/** A pipeline names a function in Java that is not on the class path. */
public final class MissingToolFunctionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MissingToolFunctionException(String name, Set<String> available) {
    super("no tool function " + name + " on the class path; there are " + available);
  }
}
