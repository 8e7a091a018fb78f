// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Guard;

/** {@code routes.NAME.agent.guard}. */
final class GuardForm extends Form<Guard> {
  private final Key<Integer> sameCall =
      key("same_call", Numbers.whole(0, 64), Guard.USUAL.sameCall());
  private final Key<Integer> stepsWithoutNews =
      key("steps_without_news", Numbers.whole(0, 64), Guard.USUAL.stepsWithoutNews());

  @Override
  void check(Entries entries) {
    Integer same = entries.find(sameCall);
    if (same != null && same == 1) {
      String message = "one call alone is no repetition";
      entries.at(sameCall).mistake(message, "write at least 2, or 0 to switch it off");
    }
  }

  @Override
  Guard build(Entries entries) {
    return new Guard(entries.get(sameCall), entries.get(stepsWithoutNews));
  }
}
