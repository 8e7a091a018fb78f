// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a run gets on with its route: by its plan, or by its agent. */
public sealed interface Work permits PlanWork, AgentWork, Uprooted, Closing, Waiting {

  /** What to do first. */
  Move begin(RunId run, int step, long atMs);

  /** What to do now that a call has ended. */
  Move ended(CallId call, CallResult result, int nextStep, long atMs);

  /** What to do now that time has passed. */
  Move timeCame(RunId run, int nextStep, long atMs);

  /** Whether it gets on without a call that it wants. */
  default boolean canDoWithout(CallSpec wanted) {
    return false;
  }

  /** What to do now that calls may be made which did not fit a budget, and have not left. */
  default Move again(List<CallSpec> calls, int nextStep, long atMs) {
    return Move.to(this);
  }

  /** What the run was on before it came to a limit; itself, if it has not come to one. */
  default Work main() {
    return this;
  }

  Set<CallId> flying();

  List<CallSpec> wanted();

  Work launched(long atMs);

  /** When it wants to hear of the time; {@link Long#MAX_VALUE} if it does not. */
  long wakeAtMs();

  /**
   * One move.
   *
   * @param cancelled calls that nobody needs any more
   * @param ending null while there is more to do
   */
  record Move(Work next, List<CallId> cancelled, @Nullable Ending ending) {
    static Move to(Work next) {
      return new Move(next, List.of(), null);
    }

    static Move end(Work last, Ending ending) {
      return new Move(last, List.of(), ending);
    }
  }
}
