// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.ledger.Limit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.schemas.ControlEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of a budget while the application runs, as a control asks for it.
 *
 * @param raises whether the limits come on top of those of the present window; else they hold in
 *     place of the file's
 * @param tenant whose budget it is; empty for a group
 * @param scope tenant, user, route, class or group
 * @param name the user's, the route's, the workload class's or the group's; empty for the tenant
 */
public record BudgetChange(
    String control,
    String tenant,
    boolean raises,
    String scope,
    String name,
    BudgetWindow window,
    BudgetLimits limits,
    String why) {
  public static final String TOP_UP = "top_up";
  public static final String SET_LIMIT = "set_limit";
  public static final String TENANT = "tenant";
  public static final String USER = "user";
  public static final String ROUTE = "route";
  public static final String CLASS = "class";
  public static final String GROUP = "group";

  private static final List<String> SCOPES = List.of(TENANT, USER, ROUTE, CLASS, GROUP);
  private static final long MOST_NANOS = 1_000_000_000_000_000_000L;
  private static final long MOST_COUNT = 1_000_000_000_000L;

  /** Why a control changes nothing. */
  public record Mistake(String code, String detail) {}

  public static boolean isOne(ControlEvent event) {
    return event.getKind().equals(TOP_UP) || event.getKind().equals(SET_LIMIT);
  }

  /** Whether it is about a budget that no single tenant has. */
  public static boolean isOfGroup(ControlEvent event) {
    return isOne(event) && event.getScope().equals(GROUP);
  }

  /** What is wrong with such a control by itself; empty if {@link #of} can read it. */
  public static Optional<Mistake> mistake(ControlEvent event) {
    if (event.getControlId().isBlank()) {
      return mistake(
          "control_id_missing", "A change of a budget needs a control_id: it counts once.");
    }
    if (!SCOPES.contains(event.getScope())) {
      return mistake("unknown_scope", "Scopes of budgets: " + String.join(", ", SCOPES) + ".");
    }
    if (window(event) == null) {
      return mistake("unknown_window", "Windows of budgets: " + windows() + ".");
    }
    Optional<Mistake> amount = mistakenAmount(event);
    if (amount.isPresent()) {
      return amount;
    }
    if (event.getKind().equals(TOP_UP) && amounts(event).noneMatch(each -> each > 0)) {
      return mistake("nothing_to_add", "A top_up says by how much of what.");
    }
    return Optional.empty();
  }

  /** What is wrong with the limits of a control, whatever it is about. */
  static Optional<Mistake> mistakenAmount(ControlEvent event) {
    if (amounts(event).anyMatch(amount -> amount < 0)) {
      return mistake("negative_limit", "Limits, and what they are raised by, are 0 or more.");
    }
    Long nanos = event.getMoneyNanos();
    boolean tooMuch = nanos != null && nanos > MOST_NANOS;
    if (tooMuch || amounts(event).skip(nanos == null ? 0 : 1).anyMatch(it -> it > MOST_COUNT)) {
      String most =
          "At most %d nanos, and %d of what is counted.".formatted(MOST_NANOS, MOST_COUNT);
      return mistake("limit_too_large", most);
    }
    return Optional.empty();
  }

  /** The limits of a control. */
  static BudgetLimits limits(ControlEvent event) {
    return new BudgetLimits(
        event.getMoneyNanos(),
        event.getTokens(),
        event.getInputTokens(),
        event.getOutputTokens(),
        event.getModelCalls(),
        event.getToolCalls());
  }

  public static BudgetChange of(ControlEvent event) {
    BudgetWindow window = window(event);
    if (window == null) {
      throw new IllegalArgumentException("not checked for mistakes");
    }
    return new BudgetChange(
        event.getControlId(),
        event.getTenant(),
        event.getKind().equals(TOP_UP),
        event.getScope(),
        event.getScope().equals(TENANT) ? "" : event.getName(),
        window,
        limits(event),
        event.getReason());
  }

  /** Whether it is about a budget that no single tenant has. */
  public boolean isOfGroup() {
    return scope.equals(GROUP);
  }

  /** What it says, in a line for people. */
  public String describe() {
    String said =
        Arrays.stream(Limit.values())
            .filter(limit -> limit.in(limits) != null)
            .map(limit -> limit.key() + (raises ? " +" : " ") + limit.in(limits))
            .collect(Collectors.joining(", "));
    String whose = name.isEmpty() ? scope : scope + " " + name;
    String what = said.isEmpty() ? "as in the pipeline file" : said;
    String line =
        "%s %s: %s, %s: %s"
            .formatted(raises ? TOP_UP : SET_LIMIT, control, whose, window.word(), what);
    return why.isBlank() ? line : line + " (" + why + ")";
  }

  private static Optional<Mistake> mistake(String code, String detail) {
    return Optional.of(new Mistake(code, detail));
  }

  private static @Nullable BudgetWindow window(ControlEvent event) {
    return Arrays.stream(BudgetWindow.values())
        .filter(window -> window.word().equals(event.getWindow()))
        .findFirst()
        .orElse(null);
  }

  private static String windows() {
    return Arrays.stream(BudgetWindow.values())
        .map(BudgetWindow::word)
        .collect(Collectors.joining(", "));
  }

  /** Money first, if it says any. */
  private static Stream<Long> amounts(ControlEvent event) {
    return Stream.of(
            Optional.ofNullable(event.getMoneyNanos()),
            Optional.ofNullable(event.getTokens()),
            Optional.ofNullable(event.getInputTokens()),
            Optional.ofNullable(event.getOutputTokens()),
            Optional.ofNullable(event.getModelCalls()),
            Optional.ofNullable(event.getToolCalls()))
        .flatMap(Optional::stream);
  }
}
