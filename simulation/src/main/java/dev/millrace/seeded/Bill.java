// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.InputBuckets;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.StepCost;
import java.util.Map;
import java.util.TreeMap;

/** What the cost events of one run say together: its result must say the same, to the nano. */
final class Bill {
  private long spentNanos;
  private final Map<String, Long> saved = new TreeMap<>();
  private final Map<Integer, StepCost> steps = new TreeMap<>();

  /** A correction comes after the result, which stays as it was. */
  void add(CostEvent event) {
    if (event.getKind().equals("correction")) {
      return;
    }
    if (AccountKey.isCorrection(event)) {
      return; // It comes after the result, or beside it, and changes no part of it.
    }
    if (event.getKind().equals("saved")) {
      saved.merge(event.getCause(), event.getAmountNanos(), Long::sum);
      return;
    }
    spentNanos += event.getAmountNanos();
    long tokens = event.getUsage().getInputTokens() + event.getUsage().getOutputTokens();
    if (event.getAmountNanos() > 0 || tokens > 0) {
      steps.merge(event.getStep(), step(event), Bill::sum);
    }
  }

  private static StepCost step(CostEvent event) {
    InputBuckets input = event.getInputBuckets();
    return new StepCost(
        event.getStep(),
        event.getAmountNanos(),
        (long) input.getSystem(),
        (long) input.getToolSchemas(),
        (long) input.getHistory(),
        (long) input.getToolOutput(),
        (long) input.getCarried(),
        event.getUsage().getOutputTokens());
  }

  private static StepCost sum(StepCost one, StepCost other) {
    return new StepCost(
        one.getStep(),
        one.getAmountNanos() + other.getAmountNanos(),
        one.getSystemTokens() + other.getSystemTokens(),
        one.getToolSchemaTokens() + other.getToolSchemaTokens(),
        one.getHistoryTokens() + other.getHistoryTokens(),
        one.getToolOutputTokens() + other.getToolOutputTokens(),
        one.getCarriedTokens() + other.getCarriedTokens(),
        one.getOutputTokens() + other.getOutputTokens());
  }

  void check(Result result, Violations violations) {
    String run = result.getRunId();
    violations.check(
        spentNanos == result.getCostNanos(),
        "a result's cost is the sum of its cost events",
        run + " cost " + result.getCostNanos() + ", told " + spentNanos);
    checkSaved(result, violations);
    Map<Integer, StepCost> told = new TreeMap<>();
    result.getStepCosts().forEach(step -> told.put(step.getStep(), step));
    violations.check(
        steps.equals(told),
        "what a step cost is the sum of its cost events",
        run + " cost " + told.values() + ", told " + steps.values());
  }

  private void checkSaved(Result result, Violations violations) {
    Map<String, Long> told = new TreeMap<>();
    result.getSaved().forEach(each -> told.put(each.getCause(), each.getAmountNanos()));
    saved.values().removeIf(nanos -> nanos == 0);
    long sum = saved.values().stream().mapToLong(Long::longValue).sum();
    violations.check(
        saved.equals(told) && sum == result.getSavedNanos(),
        "what a result saved is the sum of its events, by cause",
        result.getRunId() + " saved " + told + ", told " + saved);
  }
}
