// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredRouting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The promises about money: the ledger is the sum of the cost events, what is reserved is what is
 * promised, and no budget is ever exceeded.
 */
final class Money {
  private static final String TENANT_DAY = "tenant/day/";

  private final Pipeline pipeline;
  private final Violations violations;
  private final Map<String, Sum> told = new HashMap<>();

  Money(Pipeline pipeline, Violations violations) {
    this.pipeline = pipeline;
    this.violations = violations;
  }

  /** Amounts that are added up. */
  private static final class Sum {
    long moneyNanos;
    long tokens;
    long modelCalls;
    long toolCalls;

    void add(StoredAmounts amounts) {
      moneyNanos += amounts.getMoneyNanos();
      tokens += amounts.getTokens();
      modelCalls += amounts.getModelCalls();
      toolCalls += amounts.getToolCalls();
    }

    boolean isWithin(BudgetLimits limits) {
      return isWithin(moneyNanos, limits.moneyNanos())
          && isWithin(tokens, limits.tokens())
          && isWithin(modelCalls, limits.modelCalls())
          && isWithin(toolCalls, limits.toolCalls());
    }

    private static boolean isWithin(long amount, @Nullable Long most) {
      return most == null || amount <= most;
    }

    boolean equal(Sum other) {
      return moneyNanos == other.moneyNanos
          && tokens == other.tokens
          && modelCalls == other.modelCalls
          && toolCalls == other.toolCalls;
    }

    @Override
    public String toString() {
      return moneyNanos
          + " nanos, "
          + tokens
          + " tokens, "
          + modelCalls
          + "+"
          + toolCalls
          + " calls";
    }
  }

  void told(CostEvent event) {
    if (event.getKind().equals("saved")) {
      return;
    }
    Sum sum = told.computeIfAbsent(event.getTenant(), any -> new Sum());
    sum.moneyNanos += event.getAmountNanos();
    if (event.getKind().equals("model")) {
      sum.modelCalls++;
      sum.tokens += event.getUsage().getInputTokens() + event.getUsage().getOutputTokens();
    }
  }

  /** Looks at what is durable now. */
  void check(Stored stored) {
    Map<String, Sum> spent = new HashMap<>();
    Map<String, Sum> reserved = new HashMap<>();
    stored.budgets.forEach(
        (key, budget) -> {
          if (key.startsWith(TENANT_DAY)) {
            checkDay(key, budget);
            String tenant = key.substring(key.indexOf('/', TENANT_DAY.length()) + 1);
            spent.computeIfAbsent(tenant, any -> new Sum()).add(budget.getSpent());
            reserved.computeIfAbsent(key, any -> new Sum()).add(budget.getReserved());
          }
        });
    checkTold(spent);
    checkReserved(stored, reserved);
    stored.runs.forEach((id, run) -> checkRun(id, run, stored));
  }

  private void checkDay(String key, BudgetRecord budget) {
    String tenant = key.substring(key.indexOf('/', TENANT_DAY.length()) + 1);
    checkLimit(key, budget.getSpent(), budget.getReserved(), pipeline.budgets().tenantDay(tenant));
  }

  private void checkLimit(
      String whose, StoredAmounts spent, StoredAmounts reserved, BudgetLimits limits) {
    Sum taken = new Sum();
    taken.add(spent);
    taken.add(reserved);
    violations.check(
        taken.isWithin(limits), "no budget is exceeded", whose + " has " + taken + " of " + limits);
  }

  private void checkTold(Map<String, Sum> spent) {
    told.keySet().forEach(tenant -> spent.computeIfAbsent(tenant, any -> new Sum()));
    spent.forEach(
        (tenant, sum) -> {
          Sum events = told.computeIfAbsent(tenant, any -> new Sum());
          violations.check(
              sum.moneyNanos == events.moneyNanos
                  && sum.tokens == events.tokens
                  && sum.modelCalls == events.modelCalls,
              "the ledger is the sum of the cost events",
              tenant + " spent " + sum + ", told " + events);
        });
  }

  private void checkReserved(Stored stored, Map<String, Sum> reserved) {
    Map<String, Sum> held = new HashMap<>();
    for (PendingCallRecord call : stored.pendingCalls.values()) {
      String day = TENANT_DAY + call.getWindowMs() + "/" + call.getTenant();
      held.computeIfAbsent(day, any -> new Sum()).add(call.getHeld());
    }
    held.keySet().forEach(day -> reserved.computeIfAbsent(day, any -> new Sum()));
    reserved.forEach(
        (day, sum) -> {
          Sum promised = held.computeIfAbsent(day, any -> new Sum());
          violations.check(
              sum.equal(promised),
              "what is reserved is what is promised",
              day + " reserved " + sum + ", promised " + promised);
        });
  }

  private void checkRun(String id, RunRecord run, Stored stored) {
    checkLimit("run " + id, run.getSpent(), run.getReserved(), limits(run));
    Sum reserved = new Sum();
    reserved.add(run.getReserved());
    Sum promised = new Sum();
    stored.pendingCalls.forEach(
        (key, call) -> {
          if (Stored.runOf(key).equals(id)) {
            promised.add(call.getHeld());
          }
        });
    violations.check(
        reserved.equal(promised),
        "what a run reserved is what it promised",
        id + " reserved " + reserved + ", promised " + promised);
  }

  private BudgetLimits limits(RunRecord run) {
    BudgetLimits granted = pipeline.budgets().run();
    StoredRouting routing = run.getRouting();
    Route route = routing == null ? null : pipeline.routes().get(routing.getRoute());
    BudgetLimits asked =
        new BudgetLimits(
            run.getAskedMoneyNanos(),
            run.getAskedTokens(),
            run.getAskedModelCalls(),
            run.getAskedToolCalls());
    return asked.strictest(route == null ? granted : route.budget().orElse(granted));
  }
}
