// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.pipeline.RunLimits;
import java.util.Optional;

/**
 * How many rounds of calls a run may begin on its route.
 *
 * @param most {@link Long#MAX_VALUE} if there is no limit
 */
public record StepLimit(long most) {
  /** Who is offered tools needs a round to use them in and one to answer in. */
  private static final int WITH_TOOLS = 2;

  public static StepLimit of(RunLimits limits) {
    Long most = limits.steps();
    return new StepLimit(most == null ? Long.MAX_VALUE : most);
  }

  /**
   * The run as it asks within the limit: an agent that could use tools and not answer gets none.
   */
  public Run within(Run run) {
    if (most < Long.MAX_VALUE
        && run instanceof Working working
        && working.work() instanceof AgentWork agent
        && agent.wantsTools()
        && working.round(agent.wanted().get(0)) > most - WITH_TOOLS) {
      return working.withoutTools("");
    }
    return run;
  }

  /**
   * How a wanted call fails that is of one round too many; empty if it is of none. A last word is
   * of none.
   */
  public Optional<CallResult.Failed> refuses(Run run, CallSpec wanted) {
    if (most == Long.MAX_VALUE
        || !(run instanceof Working working)
        || working.work() instanceof Closing
        || working.round(wanted) <= most) {
      return Optional.empty();
    }
    String detail = "The run's budget has not enough left: " + Reason.STEPS + ".";
    return Optional.of(CallResult.Failed.overBudget(Reason.STEPS, detail));
  }
}
