// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.engine.InputBuckets;

/**
 * How a step's input grew over the step before's of the same conversation.
 *
 * @param history by how many tokens the history grew
 * @param before the whole input of the step before, in tokens; 0 if this is the first
 */
public record Growth(int history, int before) {
  /** In a smaller prompt a single sentence is much, and costs next to nothing. */
  static final int LEAST_TOKENS = 1_000;

  public static Growth of(InputBuckets input) {
    int said = input.history() - input.carriedHistory();
    int returned = input.toolOutput() - input.carriedToolOutput();
    boolean isFirst = input.carriedHistory() + input.carriedToolOutput() == 0;
    return isFirst ? new Growth(0, 0) : new Growth(said, input.total() - said - returned);
  }

  boolean exceeds(double share) {
    return before >= LEAST_TOKENS && history > share * before;
  }
}
