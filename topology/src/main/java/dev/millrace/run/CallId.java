// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/**
 * The name of one call: {@code run/step/index}. It is the same after every restart, and goes out as
 * the idempotency key.
 */
public record CallId(RunId run, int step, int index) implements Comparable<CallId> {

  public CallId {
    if (step < 0 || step > 0xFFFF || index < 0 || index > 0xFFFF) {
      throw new IllegalArgumentException("step or index out of range: " + step + "/" + index);
    }
  }

  @Override
  public int compareTo(CallId other) {
    int byRun = run.value().compareTo(other.run.value());
    if (byRun != 0) {
      return byRun;
    }
    int byStep = Integer.compare(step, other.step);
    return byStep != 0 ? byStep : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return run.value() + "/" + step + "/" + index;
  }
}
