// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.List;
import java.util.Set;

/**
 * One execution for one request, while it lives. A run that has ended is no run any more: its
 * result is what is left.
 */
public sealed interface Run permits Classifying, Working {

  RunFacts facts();

  Tally tally();

  /** What happens next, now that this has happened. An event that is no news changes nothing. */
  Transition on(RunEvent event, long atMs);

  /** Ends here and now; what is under way is called off. */
  Transition stop(Ending ending);

  /** Calls under way. */
  Set<CallId> flying();

  /** Calls that it wants and that are not under way yet. */
  List<CallSpec> wanted();

  /** The same, those last that it can do without: they get what the others leave of budgets. */
  default List<CallSpec> wantedByNeed() {
    return wanted();
  }

  /** The wanted calls have left, or are known not to. */
  Run launched(long atMs);

  Run withTally(Tally tally);

  /** An attempt of a call was paid after which that goes on, or is called off. */
  default Run paid(CallId call, Charge charge) {
    return withTally(tally().plus(call, charge));
  }

  /** One of its calls is tried once more. */
  default Run retried() {
    return withTally(tally().retried());
  }

  /** One of its calls was made smaller, to fit a budget. */
  default Run trimmed() {
    return withTally(tally().withTrimmed());
  }

  /** When its time is up, epoch milliseconds, whatever it has by then. */
  default long endsByMs() {
    return facts().deadlineAtMs();
  }

  /** When it wants {@link RunEvent.TimeCame}, epoch milliseconds. */
  long wakeAtMs();
}
