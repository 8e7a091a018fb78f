// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * Who is under load: a child that answers, and the loop that keeps it busy. Its first load warms it
 * up.
 */
final class Subject implements AutoCloseable {
  private final Times times;
  private final String name;
  private final ChildJvm child;
  private final Answers answers;
  private final ClosedLoop loop;
  private boolean isWarm;

  private Subject(Harness harness, ChildJvm child, Target target, Answers answers) {
    this.times = harness.times();
    this.name = target.requests();
    this.child = child;
    this.answers = answers;
    this.loop = new ClosedLoop(harness.requests(), target, answers);
  }

  /** Takes the child over, which need not be ready yet. */
  static Subject of(Harness harness, ChildJvm child, Target target) throws IOException {
    try {
      return new Subject(harness, child, target, harness.answers(child, target));
    } catch (IOException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  /** All requests leave at once. */
  ClosedLoop.Throughput at(int atOnce) throws IOException {
    return at(atOnce, Duration.ZERO);
  }

  /** The first requests leave over that time, evenly. */
  ClosedLoop.Throughput at(int atOnce, Duration ramp) throws IOException {
    System.err.printf("%s: %d at once%n", name, atOnce);
    Load load = times.load(atOnce, ramp, isWarm);
    isWarm = true;
    return loop.run(load);
  }

  @Override
  public void close() {
    answers.close();
    child.close();
  }
}
