// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Budget.Limit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Route;
import dev.millrace.run.CallResult;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import dev.millrace.state.BudgetStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reserves before a call leaves and settles when it is back, in every scope or in none: the run's
 * own budget, which is in its header, and its tenant's day. A tenant has one writer, this task, so
 * what is checked here still holds when it is written.
 */
final class Ledger {
  private final Definitions definitions;
  private final Budgets budgets;
  private final BudgetStore store;

  Ledger(Definitions definitions, BudgetStore store) {
    this.definitions = definitions;
    this.budgets = definitions.current().pipeline().budgets();
    this.store = store;
  }

  /** Whether a call may leave. */
  sealed interface Answer {}

  /**
   * It may, and this much is held for it.
   *
   * @param run with the amounts in its own budget
   * @param dayMs start of the tenant's day they are held in
   */
  record Held(Run run, long dayMs) implements Answer {}

  /** It may not. */
  record Refused(CallResult.Failed failure) implements Answer {}

  /** When the day of this instant began, epoch milliseconds. */
  long dayMs(long nowMs) {
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(nowMs), budgets.zone());
    return day.atStartOfDay(budgets.zone()).toInstant().toEpochMilli();
  }

  Answer reserve(Run run, Amounts worst, long nowMs) {
    RunFacts facts = run.facts();
    Budget own = run.tally().budget();
    Optional<Limit> ownLimit = own.broken(limits(run), worst);
    if (ownLimit.isPresent()) {
      return refused(ownLimit.get(), "The run's");
    }
    long dayMs = dayMs(nowMs);
    Budget day = store.tenantDay(facts.tenant(), dayMs);
    Optional<Limit> dayLimit = day.broken(budgets.tenantDay(facts.tenant()), worst);
    if (dayLimit.isPresent()) {
      return refused(dayLimit.get(), "The tenant's daily");
    }
    store.putTenantDay(facts.tenant(), dayMs, day.reserve(worst));
    return new Held(run.withTally(run.tally().withBudget(own.reserve(worst))), dayMs);
  }

  private static Refused refused(Limit limit, String whose) {
    String detail = whose + " budget has not enough left: " + limit.word() + ".";
    return new Refused(CallResult.Failed.overBudget(limit.word(), detail));
  }

  /** The stricter of what the request asked for and what its pipeline grants, limit by limit. */
  private BudgetLimits limits(Run run) {
    Definition own = definitions.of(run.facts());
    BudgetLimits granted = own.pipeline().budgets().run();
    if (run instanceof Working working) {
      Route route = own.pipeline().routes().get(working.routing().route());
      granted = route == null ? granted : route.budget().orElse(granted);
    }
    return run.facts().asked().strictest(granted);
  }

  /**
   * Whether an attempt that failed and is billed can be paid while the next one keeps all that is
   * held for it; the limit that forbids it if not.
   */
  Optional<Limit> brokenBy(Run run, long dayMs, Amounts billed) {
    RunFacts facts = run.facts();
    Budget day = store.tenantDay(facts.tenant(), dayMs);
    return run.tally()
        .budget()
        .broken(limits(run), billed)
        .or(() -> day.broken(budgets.tenantDay(facts.tenant()), billed));
  }

  /**
   * Replaces what the tenant's day held by what was spent. The run's own share goes by its event.
   */
  void settle(String tenant, long dayMs, Amounts held, Amounts spent) {
    Budget day = store.tenantDay(tenant, dayMs);
    store.putTenantDay(tenant, dayMs, day.settle(held, spent));
  }

  /** The limit of which a tenant has nothing left today, if there is one. */
  Optional<Limit> exhausted(String tenant, long nowMs) {
    return store.tenantDay(tenant, dayMs(nowMs)).exhausted(budgets.tenantDay(tenant));
  }
}
