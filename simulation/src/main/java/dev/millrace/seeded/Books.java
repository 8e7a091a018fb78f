// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.state.Stores;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application wrote about money, wherever it ran, held against what is promised. Records of
 * one partition come in their order; partitions may come mixed.
 */
public final class Books {
  private final Violations violations = new Violations();
  private final Map<Integer, Stored> stored = new HashMap<>();
  private final Money money;
  private final Budgeted budgeted;
  private final Set<String> events = new HashSet<>();
  private final Map<String, Bill> bills = new HashMap<>();
  private final Map<String, Result> results = new HashMap<>();
  private final Map<String, Long> overspentNanos = new HashMap<>();
  private long toldTwice;

  public Books(Pipeline pipeline) {
    money = new Money(pipeline.budgets(), violations);
    budgeted = new Budgeted(pipeline.budgets(), pipeline.routes(), money, violations);
  }

  /** A cost event was read. */
  public void told(CostEvent event) {
    money.told(event);
    bills.computeIfAbsent(event.getRunId(), any -> new Bill()).add(event);
    if (!events.add(event.getEventId())) {
      toldTwice++;
      violations.add("costs are told once", event.getEventId());
    }
  }

  /** A result was read; of one that is told again the first is kept. */
  public void told(Result result) {
    if (!result.getRunId().isEmpty()) {
      results.putIfAbsent(result.getRunId(), result);
    }
  }

  /** A store's changelog says this of one partition. */
  public void wrote(String store, int partition, byte[] key, byte @Nullable [] value) {
    Stored its = stored.computeIfAbsent(partition, any -> new Stored());
    its.apply(store, key, value);
    String name = new String(key, StandardCharsets.UTF_8);
    BudgetRecord account = its.budgets.get(name);
    RunRecord run = its.runs.get(name);
    if (store.equals(Stores.BUDGETS) && account != null) {
      budgeted.check(name, account);
      overspentNanos.merge(
          partition + " " + name, budgeted.overspentNanos(name, account), Math::max);
    } else if (store.equals(Stores.RUNS) && run != null) {
      budgeted.check(name, run);
    }
  }

  /** Nothing more will be written: what is owed by now must be paid, and nothing be promised. */
  public void end() {
    money.check(stored.values());
    results.forEach((run, result) -> bills.getOrDefault(run, new Bill()).check(result, violations));
    boolean isQuiet = stored.values().stream().allMatch(Stored::isQuiet);
    violations.check(isQuiet, "every run ends and every intent is resolved", "not so");
  }

  /** How many cost events there were, each counted once. */
  public long events() {
    return events.size();
  }

  /** How many cost events came again. */
  public long toldTwice() {
    return toldTwice;
  }

  /** By how much budgets were exceeded at their worst, together; nanos of the currency. */
  public long overspentNanos() {
    return overspentNanos.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Promises that were broken; the first few. */
  public List<Violation> violations() {
    return violations.all();
  }
}
