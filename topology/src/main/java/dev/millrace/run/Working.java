// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.FailureKind;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.LastWord;
import dev.millrace.pipeline.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A run on its route.
 *
 * @param step the last one begun
 * @param steps when each began and ended, oldest first
 * @param permits by which its own limits are raised
 * @param atLimit what it does where it would end for a limit
 */
public record Working(
    RunFacts facts,
    Tally tally,
    Routing routing,
    int step,
    List<StepTimes> steps,
    Work work,
    List<Permit> permits,
    AtLimit atLimit)
    implements Run {

  private static final Ending TOO_LATE =
      Ending.incomplete(Reason.DEADLINE, "The deadline came first.");

  public Working {
    steps = List.copyOf(steps);
    permits = List.copyOf(permits);
  }

  /** Sets out on a route. */
  public static Transition start(
      RunFacts facts,
      Tally tally,
      int lastStep,
      Routing routing,
      Work work,
      AtLimit atLimit,
      long atMs) {
    List<Permit> none = List.of();
    Working idle = new Working(facts, tally, routing, lastStep, List.of(), work, none, atLimit);
    return idle.moved(work.begin(facts.id(), lastStep + 1, atMs), List.of(), atMs);
  }

  @Override
  public Transition on(RunEvent event, long atMs) {
    if (event instanceof RunEvent.CallEnded ended) {
      return onEnded(ended, atMs);
    }
    if (event instanceof RunEvent.Cancel cancel) {
      return stop(new Ending(RunStatus.CANCELLED, Reason.CANCELLED, cancel.why()));
    }
    if (event instanceof RunEvent.Refused refused) {
      return onRefused(refused, atMs);
    }
    if (event instanceof RunEvent.Permitted permitted) {
      return onPermitted(permitted.permit(), atMs);
    }
    if (event instanceof RunEvent.Denied denied) {
      return work instanceof Waiting waiting
          ? over(waiting.denied(denied.why()), steps, atMs)
          : Transition.to(this);
    }
    return timeIsUp(atMs)
        ? over(tooLate(), steps, atMs)
        : moved(work.timeCame(facts.id(), step + 1, atMs), steps, atMs);
  }

  private Transition onEnded(RunEvent.CallEnded ended, long atMs) {
    Working paid = withTally(tally.plus(ended.call(), ended.charge()));
    if (!work.flying().contains(ended.call())) {
      return Transition.to(paid);
    }
    if (timeIsUp(atMs) && isForWantOfTime(ended.result())) {
      return paid.over(tooLate(), steps, atMs);
    }
    Work.Move move = work.ended(ended.call(), ended.result(), step + 1, atMs);
    return paid.moved(move, Steps.landed(steps, ended.call().step(), move.next(), atMs), atMs);
  }

  private Work.Move tooLate() {
    return work instanceof Waiting waiting ? waiting.inVain() : Work.Move.end(work, TOO_LATE);
  }

  /** It waits for permission, if its route says so; else the call has failed. */
  private Transition onRefused(RunEvent.Refused refused, long atMs) {
    CallSpec call = refused.call();
    Permission permission = atLimit.permission();
    if (permission == null || work instanceof Closing || timeIsUp(atMs)) {
      return onEnded(new RunEvent.CallEnded(call.id(), refused.failure(), Charge.NONE), atMs);
    }
    if (!work.flying().contains(call.id())) {
      return Transition.to(this);
    }
    Waiting waiting =
        work instanceof Waiting already
            ? already.with(call)
            : Waiting.of(work, refused, permission.patience(), atMs);
    return Transition.to(on(waiting, Steps.without(steps, call.id()), atMs));
  }

  private Transition onPermitted(Permit permit, long atMs) {
    if (!(work instanceof Waiting waiting)) {
      return Transition.to(this);
    }
    List<Permit> all = new ArrayList<>(permits);
    all.add(permit);
    Working raised = new Working(facts, tally, routing, step, steps, work, all, atLimit);
    return raised.moved(waiting.goOn(step + 1, atMs), steps, atMs);
  }

  /** Whether it went on by this control before. */
  public boolean hasPermit(String control) {
    return permits.stream().anyMatch(permit -> permit.control().equals(control));
  }

  /** Whether a call of it waits for permission. */
  public boolean waitsFor(CallId call) {
    return work instanceof Waiting waiting && waiting.waitsFor(call);
  }

  /** No call has longer than its run; but of a write that may have been done people must hear. */
  private static boolean isForWantOfTime(CallResult result) {
    return result instanceof CallResult.Failed failed
        && failed.kind() != FailureKind.UNKNOWN_OUTCOME;
  }

  private boolean timeIsUp(long atMs) {
    return atMs >= endsByMs();
  }

  @Override
  public long endsByMs() {
    if (work instanceof Waiting waiting) {
      return waiting.untilMs();
    }
    LastWord last = work instanceof Closing ? null : atLimit.lastWord();
    long deadlineAtMs = facts.deadlineAtMs();
    return last == null ? deadlineAtMs : last.beginsByMs(facts.startedAtMs(), deadlineAtMs);
  }

  private Transition moved(Work.Move move, List<StepTimes> times, long atMs) {
    return move.ending() == null
        ? new Transition(on(move.next(), times, atMs), move.cancelled(), null)
        : over(move, times, atMs);
  }

  /** A limit has one more thing to be done before, where the route says so. */
  private Transition over(Work.Move move, List<StepTimes> times, long atMs) {
    List<CallId> cancelled = new ArrayList<>(move.cancelled());
    move.next().flying().stream().filter(call -> !waitsFor(call)).forEach(cancelled::add);
    Working last = on(move.next(), times, atMs);
    Ending ending = Objects.requireNonNull(move.ending());
    if (!last.closes(ending, atMs)) {
      return new Transition(last, cancelled, last.endsAs(ending));
    }
    CallId call = new CallId(facts.id(), last.step + 1, 0);
    Closing word = Closing.of(last.work, ending, call);
    Working closing = last.on(word, Steps.allEnded(times, atMs), atMs);
    return new Transition(closing, cancelled, null);
  }

  /** Whether a last word is to be asked for. */
  private boolean closes(Ending ending, long atMs) {
    return ending.isAtLimit()
        && atLimit.lastWord() != null
        && !(work instanceof Closing)
        && atMs < facts.deadlineAtMs();
  }

  /** A last word that comes too late does not change why it was asked for. */
  private Ending endsAs(Ending ending) {
    return work instanceof Closing closing && ending.isAtLimit() ? closing.ending() : ending;
  }

  private Working on(Work next, List<StepTimes> times, long atMs) {
    int last = step;
    for (CallSpec spec : next.wanted()) {
      last = Math.max(last, spec.id().step());
    }
    RunFacts now = factsOn(next, atMs);
    return new Working(now, tally, routing, last, times, next, permits, atLimit);
  }

  /** While it waited for permission its time stood still. */
  private RunFacts factsOn(Work next, long atMs) {
    return work instanceof Waiting waiting && !(next instanceof Waiting)
        ? facts.endingLater(Math.max(0, atMs - waiting.sinceMs()))
        : facts;
  }

  @Override
  public Transition stop(Ending ending) {
    return new Transition(this, List.copyOf(work.flying()), ending);
  }

  /** Which of its rounds of calls a wanted call is of, from 1. */
  int round(CallSpec call) {
    return Steps.round(steps, work.wanted(), call);
  }

  /**
   * The same, if it is about to offer its agent tools, offering none.
   *
   * @param limit of the budget that the question did not fit with them; empty if of none
   */
  public Working withoutTools(String limit) {
    return work instanceof AgentWork agent && agent.wantsTools()
        ? going(agent.withoutTools(limit))
        : this;
  }

  /** The same run, getting on otherwise. */
  Working going(Work other) {
    return new Working(facts, tally, routing, step, steps, other, permits, atLimit);
  }

  /** True if there is nothing to call at all: the answer is made of the request alone. */
  public boolean isOver() {
    return work.wanted().isEmpty() && work.flying().isEmpty();
  }

  @Override
  public Set<CallId> flying() {
    return work.flying();
  }

  @Override
  public List<CallSpec> wanted() {
    return work.wanted();
  }

  @Override
  public List<CallSpec> wantedByNeed() {
    List<CallSpec> wanted = wanted();
    return wanted.size() < 2
        ? wanted
        : wanted.stream().sorted(Comparator.comparing(work::canDoWithout)).toList();
  }

  @Override
  public Working launched(long atMs) {
    List<CallSpec> leaving = work.wanted();
    if (leaving.isEmpty()) {
      return this;
    }
    List<StepTimes> begun = Steps.launched(steps, leaving, atMs);
    return new Working(facts, tally, routing, step, begun, work.launched(atMs), permits, atLimit);
  }

  @Override
  public Working withTally(Tally next) {
    return new Working(facts, next, routing, step, steps, work, permits, atLimit);
  }

  @Override
  public long wakeAtMs() {
    return Math.min(endsByMs(), work.wakeAtMs());
  }
}
