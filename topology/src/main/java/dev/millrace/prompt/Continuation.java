// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Classifying;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Run;
import dev.millrace.run.Uprooted;
import dev.millrace.run.Working;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a run that was begun under another pipeline file can go on under this one. */
public final class Continuation {
  private final Pipeline pipeline;

  public Continuation(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Why it cannot, in sentences for people; empty if it can.
   *
   * @param promised all its calls that have not ended
   */
  public Optional<String> obstacle(Run run, List<PendingCall> promised) {
    return ofItself(run)
        .or(() -> promised.stream().flatMap(call -> ofCall(run, call).stream()).findFirst())
        .map(why -> why + promised.stream().map(Continuation::doubt).reduce("", String::concat));
  }

  private Optional<String> ofItself(Run run) {
    if (run instanceof Working working) {
      return working.work() instanceof Uprooted uprooted
          ? Optional.of(uprooted.why())
          : Optional.empty();
    }
    boolean embeds = ((Classifying) run).purpose() instanceof CallSpec.Embed;
    boolean answerable =
        embeds ? pipeline.comparesExamples() : pipeline.classifier().model() != null;
    return answerable
        ? Optional.empty()
        : Optional.of("The pipeline file does not find routes by what it asked any more.");
  }

  private Optional<String> ofCall(Run run, PendingCall call) {
    return switch (call.kind()) {
      case EMBEDDING -> Optional.empty();
      case TOOL -> gone("tool", call.target(), pipeline.tools()).or(() -> ofNode(run, call));
      case MODEL ->
          gone("model", call.target(), pipeline.models())
              .or(() -> gone("model", call.firstTarget(), pipeline.models()))
              .or(() -> ofNode(run, call));
    };
  }

  private static Optional<String> gone(String what, String name, Map<String, ?> there) {
    return there.containsKey(name)
        ? Optional.empty()
        : Optional.of("The pipeline file has no " + what + " " + name + " any more.");
  }

  /** What is held for a call, and what may have been done, is of the tool it was promised to. */
  private static Optional<String> ofNode(Run run, PendingCall call) {
    if (call.purpose() instanceof CallSpec.Node node
        && run instanceof Working working
        && working.work() instanceof PlanWork plan) {
      PlanCall now = plan.plan().calls().get(node.name());
      return now != null && fits(call, now.work())
          ? Optional.empty()
          : Optional.of("The plan's call " + node.name() + " is of something else now.");
    }
    return Optional.empty();
  }

  private static boolean fits(PendingCall call, Plan.Work work) {
    return work instanceof Plan.ToolWork tool
        ? call.kind() == Kind.TOOL && tool.tool().equals(call.target())
        : call.kind() == Kind.MODEL;
  }

  private static String doubt(PendingCall call) {
    return call.mayHaveLeft()
        ? " A call of " + call.target() + " may have been done: a person should look."
        : "";
  }
}
