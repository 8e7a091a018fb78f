// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.call.WellFormed;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.wire.BudgetChange.Mistake;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What cost events were wrong by, as a control tells it. It becomes a cost event of its own; what
 * was told stays as it was.
 *
 * @param nanos what is added to what was spent, or taken from it
 * @param corrects the event that it is about; empty if of none alone
 * @param user empty, as the route, the class and the model, if not known: then it counts against no
 *     budget of theirs
 */
public record Correction(
    String control,
    RunId run,
    String requestId,
    String tenant,
    String user,
    String route,
    String workloadClass,
    String model,
    String corrects,
    long nanos,
    String why) {
  private static final Blank<CostEvent> BLANK = new Blank<>(CostEvent::new, CostEvent.newBuilder());

  /** The kind of the control, */
  public static final String CONTROL = "correct";

  /** and of the cost event. */
  public static final String KIND = "correction";

  private static final long MOST_NANOS = 1_000_000_000_000_000_000L;
  private static final int MOST_CHARS = 256;

  /**
   * What is wrong with such a control by itself; empty if {@link #of} can read it.
   *
   * @param currency the ledger's
   */
  public static Optional<Mistake> mistake(ControlEvent event, String currency) {
    if (event.getControlId().isBlank()) {
      return mistake("control_id_missing", "A correction needs a control_id: it counts once.");
    }
    if (run(event).isEmpty()) {
      return mistake("run_missing", "A correction names a request_id or a run_id.");
    }
    if (texts(event).anyMatch(text -> text.length() > MOST_CHARS)) {
      return mistake("id_too_long", "A name has more than " + MOST_CHARS + " characters.");
    }
    if (!texts(event).allMatch(WellFormed::is)) {
      return mistake("id_malformed", "A name holds half of a character.");
    }
    Long nanos = event.getAmountNanos();
    if (nanos == null || nanos == 0) {
      return mistake("nothing_to_correct", "A correction has an amount_nanos, which is not 0.");
    }
    if (nanos > MOST_NANOS || nanos < -MOST_NANOS) {
      return mistake("amount_too_large", "At most " + MOST_NANOS + " nanos, either way.");
    }
    return event.getCurrency().isEmpty() || event.getCurrency().equals(currency)
        ? Optional.empty()
        : mistake("other_currency", "The ledger is kept in " + currency + ".");
  }

  private static Stream<String> texts(ControlEvent event) {
    return Stream.of(
        event.getControlId(),
        event.getTenant(),
        event.getRequestId(),
        event.getRunId(),
        event.getCorrects(),
        event.getUser(),
        event.getRoute(),
        event.getWorkloadClass(),
        event.getModel());
  }

  private static Optional<Mistake> mistake(String code, String detail) {
    return Optional.of(new Mistake(code, detail));
  }

  private static Optional<RunId> run(ControlEvent event) {
    return event.getRequestId().isBlank()
        ? RunId.parse(event.getRunId())
        : Optional.of(RunId.of(event.getTenant(), event.getRequestId()));
  }

  public static Correction of(ControlEvent event) {
    Long nanos = event.getAmountNanos();
    if (nanos == null) {
      throw new IllegalArgumentException("not checked for mistakes");
    }
    return new Correction(
        event.getControlId(),
        run(event).orElseThrow(),
        event.getRequestId(),
        event.getTenant(),
        event.getUser(),
        event.getRoute(),
        event.getWorkloadClass(),
        event.getModel(),
        event.getCorrects(),
        nanos,
        event.getReason());
  }

  /** What it says to whoever adds up costs. */
  public CostEvent event(String currency, long atMs) {
    CostEvent event = BLANK.make();
    event.setEventId(run + "/" + KIND + "/" + control);
    event.setRunId(run.value());
    event.setRequestId(requestId);
    event.setTenant(tenant);
    event.setUser(user);
    event.setRoute(route);
    event.setWorkloadClass(workloadClass);
    event.setKind(KIND);
    event.setModel(model);
    event.setAmountNanos(nanos);
    event.setCurrency(currency);
    event.setCorrects(corrects);
    event.setReason(why);
    event.setAtMs(atMs);
    return event;
  }
}
