// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

/**
 * Input tokens of a model call, by what they are.
 *
 * @param history what was said, by people and by models
 * @param toolOutput what tools returned
 * @param carriedHistory the part of the history that the step before had sent as well: an agent's
 *     conversation is sent whole with each step
 * @param carriedToolOutput the same part of what tools returned
 */
public record InputBuckets(
    int system,
    int toolSchemas,
    int history,
    int toolOutput,
    int carriedHistory,
    int carriedToolOutput) {

  public static final InputBuckets NONE = new InputBuckets(0, 0, 0, 0);

  /** Of a prompt of which no step before has sent anything. */
  public InputBuckets(int system, int toolSchemas, int history, int toolOutput) {
    this(system, toolSchemas, history, toolOutput, 0, 0);
  }

  public int total() {
    return system + toolSchemas + history + toolOutput;
  }

  public InputBuckets plus(InputBuckets other) {
    return new InputBuckets(
        system + other.system,
        toolSchemas + other.toolSchemas,
        history + other.history,
        toolOutput + other.toolOutput,
        carriedHistory + other.carriedHistory,
        carriedToolOutput + other.carriedToolOutput);
  }

  /** The same prompt of no conversation, of whose history so much is what tools returned. */
  public InputBuckets ofTools(int tokens) {
    int moved = Math.max(0, Math.min(tokens, history));
    return new InputBuckets(system, toolSchemas, history - moved, toolOutput + moved);
  }

  /**
   * The same shares of another total, to the token: each is rounded down, and what is left goes to
   * those that lost most. Of a prompt that was not counted all is history.
   */
  public InputBuckets scaledTo(long tokens) {
    int target = (int) Math.min(tokens, Integer.MAX_VALUE);
    int counted = total();
    if (counted == target) {
      return this;
    }
    if (counted == 0) {
      return new InputBuckets(0, 0, target, 0);
    }
    int[] shares = shares(new int[] {system, toolSchemas, history, toolOutput}, counted, target);
    return new InputBuckets(
        shares[0],
        shares[1],
        shares[2],
        shares[3],
        share(carriedHistory, counted, target),
        share(carriedToolOutput, counted, target));
  }

  private static int[] shares(int[] parts, int whole, int target) {
    int[] shares = new int[parts.length];
    long[] lost = new long[parts.length];
    int left = target;
    for (int i = 0; i < parts.length; i++) {
      shares[i] = share(parts[i], whole, target);
      lost[i] = (long) parts[i] * target % whole;
      left -= shares[i];
    }
    for (; left > 0; left--) {
      int most = largest(lost);
      shares[most]++;
      lost[most] = -1;
    }
    return shares;
  }

  private static int share(int part, int whole, int target) {
    return (int) ((long) part * target / whole);
  }

  private static int largest(long[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
