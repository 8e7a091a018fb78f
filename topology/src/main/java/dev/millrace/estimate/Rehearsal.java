// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Guard;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.Aim;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.prompt.CheaperModels;
import dev.millrace.prompt.PlannedCall;
import dev.millrace.prompt.RunView;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Charge;
import dev.millrace.run.Classifying;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Run;
import dev.millrace.run.RunEvent;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunStatus;
import dev.millrace.run.StepLimit;
import dev.millrace.run.Transition;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One run, played to its end: its states and its calls are the real ones, and so is what they are
 * counted at; only the answers are made up. To be played once.
 */
final class Rehearsal {
  private static final Ending WAITS =
      new Ending(RunStatus.INCOMPLETE, "", "It will wait for permission to go on.");

  private final Pipeline pipeline;
  private final CallPlanner planner;
  private final StandIns standIns;
  private final Outlook outlook;
  private final Asked asked;
  private final Route route;
  private final CheaperModels cheaper;
  private final RunLimits limits;
  private final List<Part> parts = new ArrayList<>();
  private final PriorityQueue<Landing> flying =
      new PriorityQueue<>(Comparator.comparingLong(Landing::atMs).thenComparing(Landing::call));

  private Run run;
  private long nowMs;
  private @Nullable Ending ending;

  /**
   * A call that comes back then.
   *
   * @param news what that is to the run
   */
  private record Landing(
      CallId call,
      String name,
      CallResult result,
      Charge charge,
      RunEvent news,
      long leftMs,
      long atMs) {}

  /**
   * One run.
   *
   * @param leftMillionths so much is left of each window by which its route steps down
   */
  Rehearsal(
      Pipeline pipeline,
      CallPlanner planner,
      Assumptions assumptions,
      Outlook outlook,
      long leftMillionths,
      Asked asked) {
    this.pipeline = pipeline;
    this.planner = planner;
    this.standIns = new StandIns(pipeline, assumptions, outlook);
    this.outlook = outlook;
    this.asked = asked;
    this.route = Objects.requireNonNull(pipeline.routes().get(asked.routing().route()));
    this.cheaper =
        CheaperModels.of(route.downgrade(), step -> step.leftMillionths() >= leftMillionths);
    this.limits =
        asked
            .facts()
            .asked()
            .strictest(pipeline.budgets().ofRun(route, asked.facts().workloadClass()));
    this.nowMs = asked.facts().startedAtMs();
    this.run = Classifying.byExamples(asked.facts());
  }

  Played play() {
    int lastStep = findRoute();
    if (ending == null) {
      RunFacts bounded = asked.facts().taking(route.deadline()).taking(limits.wallClock());
      take(
          Working.start(
              bounded, run.tally(), lastStep, asked.routing(), work(), route.atLimit(), nowMs));
      playOn();
    }
    Toll toll = new Toll(spent(), nowMs - asked.facts().startedAtMs());
    return new Played(toll, run.tally().trimmed(), ending == null ? WAITS : ending);
  }

  /** What it takes to find a route that is known already; the last step of that, -1 for none. */
  private int findRoute() {
    Classifying looking = Classifying.byExamples(asked.facts());
    int lastStep = -1;
    if (asked.byExamples().in(outlook)) {
      lastStep = looking.step();
      run = looking;
      playOn();
    }
    if (ending == null && asked.byModel().in(outlook)) {
      Classifying choosing = looking.byModel(List.copyOf(pipeline.routes().keySet()));
      lastStep = choosing.step();
      run = choosing.withTally(run.tally());
      playOn();
    }
    parts.clear(); // Runs do not keep these.
    return lastStep;
  }

  /** An agent may always hear the same here: what tools return is made up. */
  private Work work() {
    return route.way() instanceof Plan plan
        ? PlanWork.of(plan)
        : AgentWork.of(((Agent) route.way()).guarded(Guard.OFF));
  }

  /** Until it ends, or wants nothing more. */
  private void playOn() {
    while (ending == null && !(run.wanted().isEmpty() && flying.isEmpty())) {
      StepLimit steps = StepLimit.of(limits);
      run = steps.within(run);
      for (CallSpec spec : run.wantedByNeed()) {
        Optional<CallResult.Failed> oneTooMany = steps.refuses(run, spec);
        flying.add(oneTooMany.isPresent() ? refused(spec, oneTooMany.get()) : leave(spec));
      }
      run = run.launched(nowMs);
      Landing next = flying.element();
      if (run.wakeAtMs() <= next.atMs()) {
        nowMs = run.wakeAtMs();
        take(run.on(new RunEvent.TimeCame(), nowMs));
      } else {
        land(flying.remove());
      }
    }
  }

  private Landing leave(CallSpec spec) {
    RunView view = new RunView(run, asked.inquiry(), parts);
    PlannedCall whole = planner.plan(view, spec, Aim.NONE, nowMs);
    PlannedCall planned = cheaper.of(planner, view, spec, whole, nowMs);
    if (planned instanceof PlannedCall.Known known) {
      return back(spec, known.name(), known.result(), known.charge());
    }
    PlannedCall.ToSend call = (PlannedCall.ToSend) planned;
    if (outlook == Outlook.MOST) {
      StandIns.Answer answer = standIns.answer(view, spec, call, nowMs);
      Amounts all = new AllAttempts(pipeline, planner).of(view, spec, call, nowMs);
      return back(spec, call.name(), answer.result(), paid(Amounts.NONE, all));
    }
    OwnBudget.Answer fit =
        new OwnBudget(pipeline, planner, limits).fit(view, run, spec, call, nowMs);
    return fit instanceof OwnBudget.Fits fits
        ? leave(view, fits)
        : refused(spec, ((OwnBudget.Refused) fit).failure());
  }

  private Landing leave(RunView view, OwnBudget.Fits fits) {
    run = fits.run();
    PlannedCall.ToSend call = fits.call();
    StandIns.Answer answer = standIns.answer(view, fits.spec(), call, nowMs);
    Charge charge = paid(call.worst(), answer.spent());
    long backMs = nowMs + answer.tookMs();
    return landing(fits.spec(), call.name(), answer.result(), charge, backMs);
  }

  private Landing refused(CallSpec spec, CallResult.Failed why) {
    RunEvent news = new RunEvent.Refused(spec, why);
    return new Landing(spec.id(), "", why, Charge.NONE, news, nowMs, nowMs);
  }

  /** At once. */
  private Landing back(CallSpec spec, String name, CallResult result, Charge charge) {
    return landing(spec, name, result, charge, nowMs);
  }

  private Landing landing(
      CallSpec spec, String name, CallResult result, Charge charge, long backMs) {
    RunEvent news = new RunEvent.CallEnded(spec.id(), result, charge);
    return new Landing(spec.id(), name, result, charge, news, nowMs, backMs);
  }

  private static Charge paid(Amounts held, Amounts spent) {
    return Charge.of(held, spent, Usage.NONE, InputBuckets.NONE, 0);
  }

  private void land(Landing landing) {
    nowMs = landing.atMs();
    parts.add(new Part(landing.call(), landing.name(), landing.result(), landing.leftMs(), nowMs));
    parts.sort(Part.BY_CALL);
    take(run.on(landing.news(), nowMs));
  }

  /** What nobody needs any more was sent all the same. */
  private void take(Transition transition) {
    run = transition.next();
    ending = transition.ending();
    for (Landing landing : List.copyOf(flying)) {
      if (transition.cancelled().contains(landing.call())) {
        flying.remove(landing);
        run = run.paid(landing.call(), landing.charge());
      }
    }
  }

  private Amounts spent() {
    Amounts spent = run.tally().budget().spent();
    return outlook == Outlook.MOST ? within(spent, limits.spent()) : spent;
  }

  /** The ledger lets no run have more. */
  private static Amounts within(Amounts all, BudgetLimits limits) {
    long tokens = least(all.tokens(), limits.tokens());
    return new Amounts(
        least(all.moneyNanos(), limits.moneyNanos()),
        tokens,
        Math.min(tokens, least(all.inputTokens(), limits.inputTokens())),
        Math.min(tokens, least(all.outputTokens(), limits.outputTokens())),
        least(all.modelCalls(), limits.modelCalls()),
        least(all.toolCalls(), limits.toolCalls()));
  }

  private static long least(long amount, @Nullable Long limit) {
    return limit == null ? amount : Math.min(amount, limit);
  }
}
