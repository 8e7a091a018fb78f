// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.List;
import java.util.Set;

/**
 * What came of one world.
 *
 * @param moves that its runs made
 * @param results that became durable, repetitions and refusals among them
 * @param violations promises that were broken; empty if all is well
 * @param digest of all that went out: the same seed, the same digest
 */
public record Story(
    long seed,
    Leaning leaning,
    Faults faults,
    Set<String> moves,
    long results,
    List<Violation> violations,
    String digest) {
  public Story {
    moves = Set.copyOf(moves);
    violations = List.copyOf(violations);
  }

  /** The command that plays it again. */
  public String command() {
    return "./bench/run simulate --seeds 1 --seed " + seed + leaning.option();
  }

  /** What was broken, and how to see it again. */
  public String report() {
    StringBuilder report = new StringBuilder(command());
    violations.forEach(each -> report.append("\n  ").append(each));
    return report.toString();
  }
}
