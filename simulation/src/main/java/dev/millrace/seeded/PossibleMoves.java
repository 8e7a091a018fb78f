// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.FailureKind;
import dev.millrace.ledger.Limit;
import dev.millrace.route.Decision.Refused;
import dev.millrace.run.HedgeEnd;
import dev.millrace.run.PlanWork.State;
import dev.millrace.run.Reason;
import dev.millrace.run.RunStatus;
import dev.millrace.state.Stores;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every move that a run, a call of its plan and a request can make, and every store that is
 * written, in the words of {@link Moves}. What is not here must not happen; what is here must, in
 * some world.
 */
final class PossibleMoves {
  /** These end a run under another word, see {@code Ending}. */
  private static final Set<FailureKind> TOLD_OTHERWISE =
      EnumSet.of(FailureKind.CANCELLED, FailureKind.OVER_BUDGET);

  /** What is wrong with a request by itself, see {@code Requests}. */
  private static final List<String> MISTAKES =
      List.of(
          "tenant_missing",
          "request_id_missing",
          "id_too_long",
          "id_malformed",
          "too_large",
          "unknown_workload_class",
          "unknown_role",
          "last_message_not_user",
          "empty",
          "negative_budget");

  private static final Set<String> ALL = Collections.unmodifiableSet(new PossibleMoves().all());

  private final Set<String> moves = new TreeSet<>();

  private PossibleMoves() {}

  static Set<String> get() {
    return ALL;
  }

  /** The words for what is wrong with a request by itself. */
  static String[] mistakes() {
    return MISTAKES.toArray(String[]::new);
  }

  private Set<String> all() {
    runs();
    nodes();
    endings();
    results();
    stores();
    hedges();
    answers();
    return moves;
  }

  /** Alone is a hedge whose first attempt has failed before. */
  private void hedges() {
    Arrays.stream(HedgeEnd.values()).forEach(end -> moves.add("hedge " + end.word()));
    Stream.of(HedgeEnd.WON, HedgeEnd.FAILED, HedgeEnd.CALLED_OFF)
        .forEach(end -> moves.add("hedge " + end.word() + " alone"));
  }

  private void answers() {
    Stream.of("nothing", "answer", "partial", "model", "question")
        .forEach(end -> moves.add("answers " + end));
    moves.add("escalates a limit");
    moves.add("escalates a write");
  }

  private void stores() {
    Stream.of(
            Stores.RUNS,
            Stores.INQUIRIES,
            Stores.PARTS,
            Stores.PENDING_CALLS,
            Stores.BUDGETS,
            Stores.LEASES,
            Stores.MINUTES,
            Stores.ANSWERED,
            Stores.RESULT_CACHE,
            Stores.TOOL_CACHE,
            Stores.DEFINITIONS)
        .forEach(store -> moves.add("writes " + store));
  }

  private void runs() {
    runs("nothing", "embed wanted", "ask wanted", "plan", "agent asks wanted");
    runs("nothing", "agent asks with tools wanted");
    // Back to where it was: a crash lost the answer and not that it was asked.
    runs("embed wanted", "embed flying");
    runs("embed flying", "embed wanted", "ask wanted", "plan", "agent asks wanted");
    runs("embed flying", "agent asks with tools wanted");
    runs("ask wanted", "ask flying");
    runs("ask flying", "ask wanted", "plan", "agent asks wanted");
    runs("ask flying", "agent asks with tools wanted");
    runs("agent asks with tools wanted", "agent asks with tools flying");
    runs("agent asks with tools wanted", "agent asks flying"); // too few steps are left for tools
    runs("agent asks with tools flying", "agent uses with tools wanted");
    runs("agent uses with tools wanted", "agent uses with tools flying");
    runs("agent uses with tools flying", "agent uses with tools wanted"); // what comes after others
    runs("agent uses with tools flying", "agent asks with tools wanted");
    runs("agent uses with tools flying", "agent asks wanted");
    runs("agent asks wanted", "agent asks flying");
    runs("plan", "last word wanted", "waiting");
    runs("agent", "last word wanted", "waiting");
    runs("waiting", "plan", "agent");
    runs("last word wanted", "last word flying");
    runs("last word flying", "last word said", "last word unsaid");
  }

  private void runs(String from, String... to) {
    Arrays.stream(to).forEach(each -> moves.add(from + " -> " + each));
  }

  private void nodes() {
    nodes(State.WAITING, State.WANTED, State.DROPPED);
    nodes(State.WANTED, State.FLYING, State.DROPPED);
    nodes(
        State.FLYING,
        State.WANTED,
        State.SUCCEEDED,
        State.EMPTY,
        State.CUT,
        State.FAILED,
        State.DROPPED);
  }

  private void nodes(State from, State... to) {
    Arrays.stream(to).forEach(each -> moves.add("node " + word(from) + " -> " + word(each)));
  }

  private void endings() {
    for (String asking : List.of("embed", "ask")) {
      limits(asking, Reason.DEADLINE);
      end(asking, RunStatus.CANCELLED, Reason.CANCELLED);
      end(asking, RunStatus.FAILED, Reason.ROUTE_CHANGED);
      end(asking, RunStatus.REJECTED, Refused.OUT_OF_SCOPE);
      end(asking, RunStatus.REJECTED, Refused.UNCLASSIFIED);
    }
    end("embed", RunStatus.REJECTED, Refused.NOT_PERMITTED); // A model is offered what is allowed.
    for (String working : List.of("plan", "agent")) {
      end(working, RunStatus.COMPLETED, Reason.ANSWERED);
      end(working, RunStatus.CANCELLED, Reason.CANCELLED);
      end(working, RunStatus.FAILED, Reason.ROUTE_CHANGED);
      limits(working, Reason.DEADLINE);
      limits(working, Reason.LENGTH);
      limits(working, Reason.STEPS);
      limits(working, Reason.RETRIES);
      budgets().forEach(limit -> limits(working, limit));
      EnumSet.complementOf(EnumSet.copyOf(TOLD_OTHERWISE))
          .forEach(kind -> end(working, RunStatus.FAILED, word(kind)));
    }
    end("plan", RunStatus.FAILED, "needs_not_met");
    limits("agent", Reason.NO_PROGRESS);
    end("uprooted", RunStatus.FAILED, Reason.ROUTE_CHANGED);
  }

  private void limits(String kind, String reason) {
    end(kind, RunStatus.INCOMPLETE, reason);
  }

  private void end(String kind, RunStatus status, String reason) {
    moves.add(kind + " ends " + status.word() + "/" + reason);
    result(status, reason);
  }

  /** Those of requests that came to no run. */
  private void results() {
    result(RunStatus.COMPLETED, Reason.CACHED);
    result(RunStatus.EXPIRED, Reason.DEADLINE);
    MISTAKES.forEach(mistake -> result(RunStatus.REJECTED, mistake));
    budgets().forEach(limit -> result(RunStatus.REJECTED, limit));
    Stream.of(Refused.UNKNOWN_ROUTE, Refused.EXTRACT_MISSING, Refused.NOT_PERMITTED)
        .forEach(refusal -> result(RunStatus.REJECTED, refusal));
  }

  private void result(RunStatus status, String reason) {
    moves.add("result " + status.word() + "/" + reason);
  }

  private static Stream<String> budgets() {
    return Arrays.stream(Limit.values()).map(Limit::word).distinct();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
