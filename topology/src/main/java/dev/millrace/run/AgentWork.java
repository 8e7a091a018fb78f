// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An agent at work: it asks its model, lets the tools that the model chose fly together, and asks
 * again.
 *
 * @param turn how often the model was asked
 * @param asking true while the model is asked, false while tools are used
 * @param offered whether the model may choose tools in this turn
 * @param limit that no more tools are offered for: of a budget that one did not fit, or no
 *     progress; empty while there is none
 * @param wanted calls that have not left yet
 * @param later calls of this step that leave after others of it
 * @param flying calls under way
 * @param trail by which it is seen whether it gets on; nothing where its guard is off
 */
public record AgentWork(
    Agent agent,
    int turn,
    boolean asking,
    boolean offered,
    String limit,
    List<CallSpec> wanted,
    List<Later> later,
    Set<CallId> flying,
    Trail trail)
    implements Work {

  /** A model that wishes for more at once is not well; the rest of its wishes is passed over. */
  public static final int MAX_USES = 128;

  /**
   * A call that leaves once others of its step have ended.
   *
   * @param behind the indexes of those that have not
   */
  public record Later(CallSpec spec, Set<Integer> behind) {
    public Later {
      behind = Collections.unmodifiableSet(new TreeSet<>(behind));
    }

    Later without(int ended) {
      Set<Integer> left = new TreeSet<>(behind);
      left.remove(ended);
      return new Later(spec, left);
    }
  }

  public AgentWork {
    wanted = List.copyOf(wanted);
    later = List.copyOf(later);
    flying = Collections.unmodifiableSet(new LinkedHashSet<>(flying));
  }

  public static AgentWork of(Agent agent) {
    return new AgentWork(agent, 0, true, true, "", List.of(), List.of(), Set.of(), Trail.NONE);
  }

  @Override
  public Move begin(RunId run, int step, long atMs) {
    return Move.to(ask(new CallId(run, step, 0), true));
  }

  @Override
  public Move ended(CallId call, CallResult result, int nextStep, long atMs) {
    AgentWork landed = landed(call);
    if (result instanceof CallResult.ModelAnswer answer) {
      return landed.answered(call, answer.response(), nextStep);
    }
    if (result instanceof CallResult.Failed failed) {
      // A tool's failure is an answer that the model can read; a model's is the end.
      return asking || failed.kind() == FailureKind.UNKNOWN_OUTCOME
          ? Move.end(landed, Ending.of(failed))
          : landed.limitedBy(failed.limit()).told(call, result).toolEnded(call, nextStep);
    }
    return landed.told(call, result).toolEnded(call, nextStep);
  }

  /** Under the same names: a wish is followed by its results. */
  @Override
  public Move again(List<CallSpec> calls, int nextStep, long atMs) {
    List<CallSpec> now = new ArrayList<>(wanted);
    now.addAll(calls);
    Set<CallId> left = new LinkedHashSet<>(flying);
    calls.forEach(spec -> left.remove(spec.id()));
    return Move.to(new AgentWork(agent, turn, asking, offered, limit, now, later, left, trail));
  }

  private Move answered(CallId call, ModelResponse response, int nextStep) {
    return switch (response.finishReason()) {
      case CONTENT_FILTER ->
          Move.end(this, Ending.failed("content_filtered", "The provider filtered the answer."));
      case REFUSAL ->
          Move.end(this, Ending.failed("content_filtered", "The model refused to answer."));
      case LENGTH ->
          Move.end(this, Ending.incomplete(Reason.LENGTH, "The answer was cut at its limit."));
      default -> {
        if (response.toolUses().isEmpty()) {
          yield Move.end(this, Ending.completed());
        }
        yield offered
            ? Move.to(use(call, response.toolUses(), nextStep))
            : Move.end(this, exhausted());
      }
    };
  }

  /** It was not offered any tool and wishes all the same. */
  private Ending exhausted() {
    if (limit.equals(Reason.NO_PROGRESS)) {
      String detail = "It asked for the same again, and was told nothing new.";
      return Ending.incomplete(limit, detail);
    }
    return limit.isEmpty()
        ? Ending.incomplete(Reason.STEPS, "All steps are used up.")
        : Ending.incomplete(limit, "The budget has not enough left for its tools: " + limit + ".");
  }

  private Move toolEnded(CallId call, int nextStep) {
    if (!flying.isEmpty() || !wanted.isEmpty() || !later.isEmpty()) {
      return Move.to(this);
    }
    AgentWork ended = stepEnded();
    return Move.to(ended.ask(new CallId(call.run(), nextStep, 0), ended.limit.isEmpty()));
  }

  private AgentWork told(CallId call, CallResult result) {
    return agent.guard().isOff() ? this : with(trail.tells(call.index(), result));
  }

  private AgentWork stepEnded() {
    if (agent.guard().isOff()) {
      return this;
    }
    AgentWork ended = with(trail.stepEnded());
    return ended.trail.isRound(agent.guard()) ? ended.limitedBy(Reason.NO_PROGRESS) : ended;
  }

  private AgentWork with(Trail next) {
    return new AgentWork(agent, turn, asking, offered, limit, wanted, later, flying, next);
  }

  /** The first limit that was reached stays the one. */
  private AgentWork limitedBy(String reached) {
    String first = limit.isEmpty() ? reached : limit;
    return new AgentWork(agent, turn, asking, offered, first, wanted, later, flying, trail);
  }

  /** The last turn is asked without tools, so that it ends in an answer and not in a wish. */
  private AgentWork ask(CallId call, boolean mayUseTools) {
    boolean last = turn + 1 >= agent.maxSteps();
    boolean offer = mayUseTools && !last && !agent.tools().isEmpty();
    CallSpec spec = new CallSpec(call, new CallSpec.AskAgent(offer));
    return new AgentWork(
        agent, turn + 1, true, offer, limit, List.of(spec), List.of(), Set.of(), trail);
  }

  /** Whether it is about to ask its model, and to offer it tools. */
  boolean wantsTools() {
    return asking && offered && !wanted.isEmpty();
  }

  /** About to ask the same, and to offer nothing: so that it ends in an answer, if it can. */
  AgentWork withoutTools(String reached) {
    CallSpec last = new CallSpec(wanted.get(0).id(), new CallSpec.AskAgent(false));
    String first = limit.isEmpty() ? reached : limit;
    return new AgentWork(agent, turn, true, false, first, List.of(last), later, flying, trail);
  }

  private AgentWork use(CallId asked, List<ToolUse> wishes, int step) {
    List<ToolUse> uses = wishes.subList(0, Math.min(wishes.size(), MAX_USES));
    List<CallSpec> first = new ArrayList<>(uses.size());
    List<Later> others = new ArrayList<>();
    for (int use = 0; use < uses.size(); use++) {
      CallId call = new CallId(asked.run(), step, use);
      CallSpec spec = new CallSpec(call, new CallSpec.UseTool(asked.step(), use));
      List<Integer> behind = agent.behind(uses.get(use).name(), uses);
      if (behind.isEmpty() || use >= agent.maxParallelTools()) {
        first.add(spec);
      } else {
        others.add(new Later(spec, Set.copyOf(behind)));
      }
    }
    Trail next = agent.guard().isOff() ? trail : trail.asks(uses);
    return new AgentWork(agent, turn, false, true, limit, first, others, flying, next);
  }

  /** Without a call that has ended, and with those wanted that only followed it. */
  private AgentWork landed(CallId call) {
    Set<CallId> left = new LinkedHashSet<>(flying);
    left.remove(call);
    List<CallSpec> now = new ArrayList<>(wanted);
    List<Later> still = new ArrayList<>();
    for (Later each : later) {
      Later next = each.without(call.index());
      if (next.behind.isEmpty()) {
        now.add(next.spec);
      } else {
        still.add(next);
      }
    }
    return new AgentWork(agent, turn, asking, offered, limit, now, still, left, trail);
  }

  @Override
  public Move timeCame(RunId run, int nextStep, long atMs) {
    return Move.to(this);
  }

  @Override
  public AgentWork launched(long atMs) {
    Set<CallId> now = new LinkedHashSet<>(flying);
    wanted.forEach(spec -> now.add(spec.id()));
    return new AgentWork(agent, turn, asking, offered, limit, List.of(), later, now, trail);
  }

  @Override
  public long wakeAtMs() {
    return Long.MAX_VALUE;
  }
}
