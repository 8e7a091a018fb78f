// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

/**
 * A promise that a history broke.
 *
 * @param rule which promise
 * @param detail what was seen instead
 */
public record Violation(String rule, String detail) {
  @Override
  public String toString() {
    return rule + ": " + detail;
  }
}
