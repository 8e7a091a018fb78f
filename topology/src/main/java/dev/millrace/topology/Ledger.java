// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.ledger.Accounts;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.Lack;
import dev.millrace.ledger.Lacking;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Limit;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Refusal;
import dev.millrace.ledger.Scope;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.CheaperModels;
import dev.millrace.run.CallResult;
import dev.millrace.run.Permit;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.StepLimit;
import dev.millrace.run.Working;
import dev.millrace.state.BudgetStore;
import dev.millrace.state.LeaseStore;
import dev.millrace.wire.BudgetChange;
import dev.millrace.wire.Correction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reserves before a call leaves and settles when it is back, in every scope or in none: the run's
 * own budget, which is in its header, and those of its tenant, its user and its route, which last
 * for windows of time. A tenant has one writer, this task, so what is checked here still holds when
 * it is written. What its group may spend, others spend from too, and so they do if the tenant is
 * split; here that is what this task was granted, and if it is too little there may be more.
 */
final class Ledger {
  private final Definitions definitions;
  private final Scopes scopes;
  private final Accounts accounts;

  Ledger(Definitions definitions, BudgetStore store) {
    Budgets budgets = definitions.current().pipeline().budgets();
    this.definitions = definitions;
    this.scopes = new Scopes(budgets);
    this.accounts = new Accounts(new Windows(budgets.zone()), store);
  }

  /** Whether a call may leave. */
  sealed interface Answer {}

  /**
   * It may, and this much is held for it.
   *
   * @param run with the amounts in its own budget
   */
  record Held(Run run, Hold hold) implements Answer {}

  /** Nothing is held for it. */
  sealed interface NotHeld extends Answer {
    /** What the call comes to for that. */
    CallResult.Failed failure();
  }

  /** It may not. */
  record Refused(CallResult.Failed failure) implements NotHeld {}

  /**
   * It may if other partitions do not need what is lacking here.
   *
   * @param failure what the call comes to if they do
   */
  record Lacks(List<Lack> lacks, CallResult.Failed failure) implements NotHeld {

    /** Whether it lacks something of which no more is to be had. */
    boolean isFinal(Exhausted exhausted) {
      return exhausted.isOneOf(lacks);
    }
  }

  Answer reserve(Run run, Amounts worst, long nowMs) {
    Budget own = run.tally().budget();
    Optional<Limit> ownLimit = own.broken(limits(run).spent(), worst);
    if (ownLimit.isPresent()) {
      return new Refused(tooLittleLeft("The run's budget", ownLimit.get()));
    }
    Accounts.Answer answer = accounts.reserve(scopes.of(run), worst, nowMs);
    if (answer instanceof Hold hold) {
      return new Held(run.withTally(run.tally().withBudget(own.reserve(worst))), hold);
    }
    return answer instanceof Lacking lacking
        ? new Lacks(lacking.lacks(), tooLittleLeft(lacking.otherwise()))
        : new Refused(tooLittleLeft((Refusal) answer));
  }

  private static CallResult.Failed tooLittleLeft(Refusal refusal) {
    return tooLittleLeft(refusal.budget(), refusal.limit());
  }

  private static CallResult.Failed tooLittleLeft(String budget, Limit limit) {
    String detail = budget + " has not enough left: " + limit.key() + ".";
    return CallResult.Failed.overBudget(limit.word(), detail);
  }

  /**
   * The stricter of what the request asked for and what its pipeline grants, limit by limit, raised
   * by what it was permitted; less what it keeps for a last word.
   */
  RunLimits limits(Run run) {
    RunFacts facts = run.facts();
    Definition definition = definitions.of(facts);
    Budgets budgets = definition.pipeline().budgets();
    RunLimits limits = facts.asked().strictest(budgets.ofRun(route(run), facts.workloadClass()));
    if (!(run instanceof Working working)) {
      return limits;
    }
    for (Permit permit : working.permits()) {
      limits = limits.raisedBy(permit.more(), permit.steps());
    }
    return limits.keeping(definition.planner().keptBack(working));
  }

  private @Nullable Route route(Run run) {
    return run instanceof Working working
        ? definitions.of(run.facts()).route(working.routing().route()).orElse(null)
        : null;
  }

  /** How many rounds of calls it may begin. */
  StepLimit steps(Run run) {
    return StepLimit.of(limits(run));
  }

  /** How many attempts beyond the first its calls may still have; {@link Long#MAX_VALUE} if any. */
  long retriesLeft(Run run) {
    Long most = limits(run).retries();
    return most == null ? Long.MAX_VALUE : Math.max(0, most - run.tally().retries());
  }

  /** Which models are asked now in the place of those that calls of the run are for. */
  CheaperModels downgrades(Run run, long nowMs) {
    Route route = route(run);
    if (route == null || route.downgrade().isEmpty()) {
      return CheaperModels.NONE;
    }
    return CheaperModels.of(
        route.downgrade(),
        step -> scopes.of(run).stream().anyMatch(scope -> isDownTo(step, scope, nowMs)));
  }

  /** How much is left of what others spend from too nobody here knows. */
  private boolean isDownTo(Downgrade step, Scope scope, long nowMs) {
    Downgrade.Window of = step.of();
    return !scope.leased()
        && scope.name().equalsIgnoreCase(of.scope().name())
        && accounts.isDownTo(step.leftMillionths(), scope, of.window(), nowMs);
  }

  /** What the run and all that it counts against leave together for one call more. */
  BudgetLimits left(Run run, long nowMs) {
    BudgetLimits own = run.tally().budget().left(limits(run).spent());
    return own.strictest(accounts.left(scopes.of(run), nowMs));
  }

  /**
   * Whether an attempt that failed and is billed can be paid while the next one keeps all that is
   * held for it; how the call fails if not.
   */
  Optional<CallResult.Failed> forbidsAnother(Run run, Hold hold, Amounts billed) {
    if (billed.equals(Amounts.NONE)) {
      return Optional.empty();
    }
    Optional<Limit> own = run.tally().budget().broken(limits(run).spent(), billed);
    if (own.isPresent()) {
      return Optional.of(noOther("The run's budget", own.get()));
    }
    Refusal refusal = accounts.forbids(scopes.of(run), hold, billed);
    return Optional.ofNullable(refusal).map(by -> noOther(by.budget(), by.limit()));
  }

  /**
   * Whether there is enough here to pay for an attempt that failed and keep all that is held for
   * the next one. If not, the next one has to be reserved for anew, and may have to wait for that.
   */
  boolean holdsAnother(Run run, Hold hold, Amounts billed) {
    return billed.equals(Amounts.NONE) || !accounts.lacks(scopes.of(run), hold, billed);
  }

  private static CallResult.Failed noOther(String budget, Limit limit) {
    String detail = budget + " does not hold another attempt: " + limit.key() + ".";
    return CallResult.Failed.overBudget(limit.word(), detail);
  }

  /** Replaces what was held by what was spent. The run's own share goes by its event. */
  void settle(Run run, Hold hold, Amounts spent) {
    accounts.settle(place -> Scopes.key(place, run, hold), hold, spent);
  }

  /** Spends, beside what stays held, what {@link #forbidsAnother} did not forbid. */
  void pay(Run run, Hold hold, Amounts spent) {
    if (!spent.equals(Amounts.NONE)) {
      accounts.pay(place -> Scopes.key(place, run, hold), hold, spent);
    }
  }

  /** Makes a change, or says why it cannot be made. */
  Optional<BudgetChange.Mistake> change(BudgetChange change, long nowMs) {
    Scope scope = scopes.of(change);
    BudgetLimits most = scope.limits().in(change.window());
    String whose = "the " + change.scope() + "'s budget for the " + change.window().word();
    boolean isFixed = change.raises() || scopes.pot(change) != null;
    if (most == null || (isFixed && !most.limitsAllOf(change.limits()))) {
      String detail = "In the pipeline file " + whose + " has no such limit.";
      return Optional.of(new BudgetChange.Mistake("no_limit", detail));
    }
    BudgetWindow window = change.window();
    boolean isNew =
        change.raises()
            ? accounts.topUp(scope, window, change.limits(), change.control(), nowMs)
            : accounts.limit(scope, window, change.limits(), change.control());
    String detail = "A change with this control_id was made before; it counts once.";
    return isNew
        ? Optional.empty()
        : Optional.of(new BudgetChange.Mistake("repeated_control", detail));
  }

  /** What more partitions spend from, if that is what a change is about. */
  @Nullable Pot pot(BudgetChange change) {
    return scopes.pot(change);
  }

  /** This partition's part in budgets that others spend from too. */
  Leases leases(Placement placement, int here, LeaseStore books, Leases.Outlet outlet) {
    Leases.Pots pots = new LedgerPots(scopes, accounts, placement);
    return new Leases(here, placement.partitions(), accounts, books, pots, outlet);
  }

  /** Books a correction, or says why it cannot be booked. */
  Optional<BudgetChange.Mistake> correct(Correction correction, long nowMs) {
    return switch (accounts.correct(
        scopes.of(correction), correction.nanos(), correction.control(), nowMs)) {
      case BOOKED -> Optional.empty();
      case REPEATED ->
          mistake("repeated_control", "A control with this id was before; it counts once.");
      case BELOW_ZERO -> mistake("below_zero", "So much was never spent.");
      case TOO_LARGE -> mistake("amount_too_large", "No account holds so much.");
    };
  }

  private static Optional<BudgetChange.Mistake> mistake(String code, String detail) {
    return Optional.of(new BudgetChange.Mistake(code, detail));
  }

  /** A budget of which nothing is left for this request now; null if there is none. */
  @Nullable Refusal usedUp(RunFacts facts, long nowMs) {
    return accounts.usedUp(scopes.of(facts), nowMs);
  }
}
