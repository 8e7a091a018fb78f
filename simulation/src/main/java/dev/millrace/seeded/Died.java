// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

/** The process dies here. No error of anybody's: nothing may catch it on its way out. */
final class Died extends Error {
  private static final long serialVersionUID = 1;

  Died() {
    super("the process died", null, false, false);
  }
}
