// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.call.FailureKind;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.pipeline.Plan.ToolWork;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.Closing;
import dev.millrace.run.Part;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Run;
import dev.millrace.run.Working;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All there is to know about a run: what it was asked, where it stands, what came of its calls.
 *
 * @param parts by step and index
 */
public record RunView(Run run, Inquiry inquiry, List<Part> parts) {
  public RunView {
    parts = List.copyOf(parts);
  }

  /** With parts more, which are not kept: the last ones of a run that ends with them. */
  public RunView with(List<Part> last) {
    if (last.isEmpty()) {
      return this;
    }
    List<Part> all = new ArrayList<>(parts);
    all.addAll(last);
    all.sort(Comparator.comparing(Part::id));
    return new RunView(run, inquiry, all);
  }

  /** As it would be if no tool had returned anything. */
  RunView withoutToolAnswers() {
    List<Part> others =
        parts.stream().filter(part -> !(part.result() instanceof CallResult.ToolAnswer)).toList();
    return new RunView(run, inquiry, others);
  }

  /** Without what came of one call. */
  RunView without(CallId call) {
    List<Part> others = parts.stream().filter(part -> !part.id().equals(call)).toList();
    return new RunView(run, inquiry, others);
  }

  /** Whether nobody knows of a write whether it was done. */
  public boolean isInDoubt() {
    return parts.stream()
        .anyMatch(
            part ->
                part.result() instanceof CallResult.Failed failed
                    && failed.kind() == FailureKind.UNKNOWN_OUTCOME);
  }

  /** The tool that a part is of; empty if it is a model's. */
  public Optional<String> toolOf(Part part) {
    if (part.result() instanceof CallResult.ModelAnswer || isLastWord(part)) {
      return Optional.empty();
    }
    if (run instanceof Working working && working.work().main() instanceof PlanWork plan) {
      PlanCall call = plan.plan().calls().get(part.name());
      return call != null && call.work() instanceof ToolWork work
          ? Optional.of(work.tool())
          : Optional.empty();
    }
    boolean isTool = part.result() instanceof CallResult.ToolAnswer || wasWished(part);
    return isTool ? Optional.of(part.name()) : Optional.empty();
  }

  private boolean isLastWord(Part part) {
    return run instanceof Working working
        && working.work() instanceof Closing closing
        && part.id().equals(closing.call());
  }

  /** An agent's tools fly in the step that follows its model's wish. */
  private boolean wasWished(Part part) {
    return parts.stream()
        .filter(before -> before.id().step() + 1 == part.id().step())
        .anyMatch(before -> before.result() instanceof CallResult.ModelAnswer);
  }
}
