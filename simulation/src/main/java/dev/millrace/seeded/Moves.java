// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.run.AgentWork;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Classifying;
import dev.millrace.run.Closing;
import dev.millrace.run.Ending;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Reason;
import dev.millrace.run.Run;
import dev.millrace.run.RunObserver;
import dev.millrace.run.Waiting;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.schemas.Result;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The moves that the runs of one world made, in words; {@link PossibleMoves} has them all. */
final class Moves implements RunObserver {
  private static final String TO = " -> ";

  private final Set<String> seen = new TreeSet<>();

  Set<String> seen() {
    return seen;
  }

  @Override
  public void moved(@Nullable Run before, Run after, @Nullable Ending ending) {
    String from = before == null ? "nothing" : state(before);
    String to = state(after);
    if (before != null && isAside(before) != isAside(after)) {
      seen.add((isAside(before) ? from : kind(before)) + TO + (isAside(after) ? to : kind(after)));
    } else if (before != null && isClosing(after) && !isClosing(before)) {
      seen.add(kind(before) + TO + to);
    } else if (!from.equals(to)) {
      seen.add(from + TO + to);
    }
    if (ending != null) {
      seen.add(kind(after) + " ends " + word(ending.status().word(), ending.reason()));
    }
    PlanWork left = plan(before);
    PlanWork right = plan(after);
    if (left != null && right != null) {
      left.nodes().forEach((name, node) -> moved(node, right.nodes().get(name)));
    }
  }

  @Override
  public void hedged(HedgeEnd end, boolean alone) {
    seen.add("hedge " + end.word() + (alone ? " alone" : ""));
  }

  /** A result went out: of a run that has ended, or of a request that came to none. */
  void published(Result result) {
    seen.add("result " + word(result.getStatus(), result.getReason()));
    seen.add("answers " + (result.getEnd().isEmpty() ? "nothing" : result.getEnd()));
  }

  /** People were told. */
  void escalated(String reason) {
    boolean write = reason.equals(Reason.UNKNOWN_OUTCOME);
    seen.add("escalates a " + (write ? "write" : "limit"));
  }

  /** A store's changelog said something. */
  void wrote(String store) {
    seen.add("writes " + store);
  }

  private static String word(String status, String reason) {
    return status + "/" + reason;
  }

  private void moved(PlanWork.Node before, PlanWork.@Nullable Node after) {
    if (after != null && before.state() != after.state()) {
      seen.add("node " + word(before.state()) + TO + word(after.state()));
    }
  }

  private static @Nullable PlanWork plan(@Nullable Run run) {
    return run instanceof Working working && working.work().main() instanceof PlanWork plan
        ? plan
        : null;
  }

  /** Where a run stands. */
  private static String state(Run run) {
    if (run instanceof Classifying asking) {
      return purpose(asking) + (asking.launched() ? " flying" : " wanted");
    }
    if (((Working) run).work() instanceof AgentWork agent) {
      return state(agent);
    }
    if (isAside(run)) {
      return "waiting";
    }
    if (((Working) run).work() instanceof Closing closing) {
      return "last word " + word(closing.state());
    }
    return ((Working) run).work() instanceof PlanWork ? "plan" : "uprooted";
  }

  /** What kind of run it is, wherever it stands. */
  private static String kind(Run run) {
    if (run instanceof Classifying asking) {
      return purpose(asking);
    }
    Work main = ((Working) run).work().main();
    return main instanceof AgentWork ? "agent" : main instanceof PlanWork ? "plan" : state(run);
  }

  /** Whether it waits for permission. */
  private static boolean isAside(Run run) {
    return run instanceof Working working && working.work() instanceof Waiting;
  }

  private static boolean isClosing(Run run) {
    return run instanceof Working working && working.work() instanceof Closing;
  }

  private static String purpose(Classifying asking) {
    return asking.purpose() instanceof CallSpec.Embed ? "embed" : "ask";
  }

  private static String state(AgentWork agent) {
    String offered = agent.offered() ? " with tools" : "";
    return (agent.asking() ? "agent asks" + offered : "agent uses" + offered)
        + (agent.wanted().isEmpty() ? " flying" : " wanted");
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
