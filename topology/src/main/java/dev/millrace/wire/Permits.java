// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.run.Permit;
import dev.millrace.run.Run;
import dev.millrace.run.Waiting;
import dev.millrace.run.Working;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.wire.BudgetChange.Mistake;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether runs that wait for permission may go on, as controls say. */
public final class Permits {
  public static final String CONTINUE = "continue";
  public static final String STOP = "stop";

  private static final long MOST_STEPS = 1_000;

  private Permits() {}

  public static boolean isOne(ControlEvent event) {
    return event.getKind().equals(CONTINUE) || event.getKind().equals(STOP);
  }

  /**
   * What is wrong with such a control. Of another tenant's run no more is told than of none.
   *
   * @param run that it names; null if there is none
   */
  public static Optional<Mistake> mistake(ControlEvent event, @Nullable Run run) {
    boolean lets = event.getKind().equals(CONTINUE);
    if (lets && event.getControlId().isBlank()) {
      String detail = "What lets a run go on needs a control_id: it counts once.";
      return Optional.of(new Mistake("control_id_missing", detail));
    }
    Optional<Mistake> amount = BudgetChange.mistakenAmount(event).or(() -> mistakenSteps(event));
    if (amount.isPresent()) {
      return amount;
    }
    if (!(run instanceof Working working) || !run.facts().tenant().equals(event.getTenant())) {
      return notWaiting();
    }
    if (lets && working.hasPermit(event.getControlId())) {
      String detail = "This run went on by that control_id before; it counts once.";
      return Optional.of(new Mistake("repeated_control", detail));
    }
    return working.work() instanceof Waiting ? Optional.empty() : notWaiting();
  }

  private static Optional<Mistake> mistakenSteps(ControlEvent event) {
    Long steps = event.getSteps();
    if (steps == null || (steps >= 0 && steps <= MOST_STEPS)) {
      return Optional.empty();
    }
    String detail = "A run may begin 0 to " + MOST_STEPS + " steps more.";
    return Optional.of(new Mistake(steps < 0 ? "negative_limit" : "limit_too_large", detail));
  }

  private static Optional<Mistake> notWaiting() {
    String detail = "No run of this tenant under that name waits for permission.";
    return Optional.of(new Mistake("not_waiting", detail));
  }

  public static Permit of(ControlEvent event) {
    Long steps = event.getSteps();
    return new Permit(event.getControlId(), BudgetChange.limits(event), steps == null ? 0 : steps);
  }
}
