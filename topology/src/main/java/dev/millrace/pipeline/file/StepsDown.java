// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.pipeline.WindowLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that steps down to cheaper models follow each other, and are of budgets with limits. */
final class StepsDown {
  private StepsDown() {}

  static void check(At root, @Nullable Map<String, Route> routes, @Nullable Budgets budgets) {
    if (routes == null || budgets == null) {
      return;
    }
    for (Route route : routes.values()) {
      At at = root.find("routes", route.name(), "downgrade");
      if (at != null) {
        checkOrder(at, route.downgrade());
        checkLimits(at, route, budgets);
      }
    }
  }

  /** A step that is reached before the one above it would hide that one. */
  private static void checkOrder(At at, List<Downgrade> steps) {
    Map<Downgrade.Window, Long> above = new HashMap<>();
    for (Downgrade step : steps) {
      Long before = above.put(step.of(), step.leftMillionths());
      if (before != null && step.leftMillionths() >= before) {
        at.mistake(
            "the steps of " + word(step.of()) + " do not descend",
            "write the one with more left first, and none twice");
      }
    }
  }

  private static void checkLimits(At at, Route route, Budgets budgets) {
    for (Downgrade step : route.downgrade()) {
      if (limits(step.of().scope(), route, budgets).noneMatch(it -> isLimited(it, step.of()))) {
        at.mistake(
            "no budget has limits that " + word(step.of()) + " could come down to",
            "add some under budgets, or write another window");
      }
    }
  }

  private static Stream<WindowLimits> limits(Downgrade.Scope scope, Route route, Budgets budgets) {
    Stream<TenantBudgets> tenants =
        Stream.concat(Stream.of(budgets.tenant()), budgets.tenants().values().stream());
    return switch (scope) {
      case TENANT -> tenants.map(TenantBudgets::whole);
      case USER ->
          tenants.flatMap(it -> Stream.concat(Stream.of(it.user()), it.users().values().stream()));
      case ROUTE -> Stream.of(budgets.ofRoute(route.name()));
      case CLASS -> budgets.classes().values().stream().map(it -> it.tenant());
    };
  }

  private static boolean isLimited(WindowLimits limits, Downgrade.Window of) {
    BudgetLimits most = limits.in(of.window());
    return most != null
        && !most.equals(new BudgetLimits(null, null, null, null, null, most.toolCalls()));
  }

  private static String word(Downgrade.Window of) {
    return of.scope().name().toLowerCase(Locale.ROOT) + "." + of.window().word();
  }
}
