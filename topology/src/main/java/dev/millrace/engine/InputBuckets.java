// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

/** Input tokens of a model call, by what they are. */
public record InputBuckets(int system, int toolSchemas, int history, int toolOutput) {
  public static final InputBuckets NONE = new InputBuckets(0, 0, 0, 0);

  public int total() {
    return system + toolSchemas + history + toolOutput;
  }
}
