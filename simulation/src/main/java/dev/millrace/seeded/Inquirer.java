// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.run.Reason;
import dev.millrace.schemas.CacheDirectives;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.RequestMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes up what is asked. */
final class Inquirer {
  static final List<String> TENANTS = List.of("acme", "globex", "initech", "umbrella");
  static final List<String> USERS = List.of("ann", "bob", "");
  private static final List<String> TEXTS =
      List.of(
          "hello there",
          "status please",
          "kept status",
          "shared stock",
          "summary of all",
          "either way",
          "detour",
          "detour again",
          "detour once more",
          "detour for good",
          "shared stock again",
          "quorum",
          "wide",
          "wide and far",
          "until then",
          "refund it",
          "twice please",
          "ask the model",
          "strict",
          "people",
          "numbered #12",
          "numbered",
          "where is my parcel",
          "the invoice is wrong, send me an invoice",
          "parcel or invoice",
          "zzz qqq",
          "anything new",
          "who is ann",
          "chain",
          "help me",
          "help him",
          "clerk");

  /** What goes to the model that is out of order. */
  private static final List<String> FRAIL =
      List.of("brittle one", "brittle two", "brittle three", "fragile one", "fragile two");

  /** What no rule tells the route of. */
  private static final List<String> UNRULED =
      List.of(
          "where is my parcel", "send me an invoice", "parcel or invoice", "zzz qqq", "who is ann");

  private static final List<String> TO_MODELS =
      List.of("summary of all", "until then", "quorum", "ask the model", "help me", "clerk");

  private static final List<String> WITH_DETOURS =
      List.of("either way", "detour", "detour again", "wide", "wide and far", "quorum");

  /** Where a call of a model is not needed any more once others are there. */
  private static final List<String> CALLED_OFF =
      List.of("wide", "wide and far", "detour", "detour again");

  /** Where a wanted call is not needed any more once a model has answered. */
  private static final List<String> DETOURS = List.of("detour", "detour again", "detour for good");

  private static final List<String> TO_AGENTS =
      List.of("help me", "help him", "clerk", "brittle one", "brittle two");

  /** To an agent that is watched for going round in circles, and has time to. */
  private static final List<String> GUARDED = List.of("help me", "help him");

  private static final List<String> HINTS =
      List.of("status", "help", "numbered", "people", "nowhere", "ask");

  private final Dice dice;
  private final Faults faults;
  private @Nullable Request last;

  Inquirer(Dice dice, Faults faults) {
    this.dice = dice;
    this.faults = faults;
  }

  /**
   * A request.
   *
   * @param atMs when it will be sent, epoch milliseconds
   */
  Request ask(String id, long atMs) {
    Request before = last;
    Request request =
        before != null && dice.oneIn(5)
            ? Request.newBuilder(before).setRequestId(id).build() // People ask the same.
            : make(id, atMs);
    last = request;
    return request;
  }

  private Request make(String id, long atMs) {
    Request.Builder request =
        Request.newBuilder()
            .setRequestId(id)
            .setTenant(dice.pick(TENANTS, "dropped"))
            .setUser(dice.pick(USERS))
            .setInput(text())
            .setAttributes(attributes())
            .setPermissions(dice.oneIn(2) ? List.of("people.read") : List.of())
            .setWorkloadClass(dice.pick(List.of("interactive", "background", "high_value")));
    if (dice.oneIn(12, "unknown_route", "extract_missing", "not_permitted")) {
      request.setRoute(dice.pick(HINTS));
    }
    if (dice.oneIn(8, "tokens", "cost", "model_calls", "tool_calls")) {
      request.setBudget(budget());
    }
    if (dice.oneIn(8)) {
      Long oldestMs = dice.oneIn(2) ? null : Long.valueOf(dice.between(0, 20_000));
      request.setCache(new CacheDirectives(dice.oneIn(2), dice.oneIn(2), oldestMs));
    }
    if (dice.oneIn(8, "deadline", "expired")) {
      deadline(request, atMs);
    }
    if (dice.oneIn(15, PossibleMoves.mistakes())) {
      faults.count(Fault.BAD_REQUEST);
      spoil(request);
    }
    return request.build();
  }

  private String text() {
    List<String> wanted = wanted(dice.leaning());
    if (!wanted.isEmpty() && !dice.oneIn(4)) {
      return dice.pick(wanted);
    }
    return dice.pick(dice.oneIn(4, "failed") ? FRAIL : TEXTS);
  }

  /** What has to be asked for it; empty if that does not matter. */
  private static List<String> wanted(Leaning leaning) {
    if (leaning.names("embed", "ask", "out_of_scope", "unclassified")) {
      return UNRULED;
    }
    if (leaning.names(Reason.NO_PROGRESS)) {
      return GUARDED;
    }
    if (leaning.names("agent")) {
      return TO_AGENTS;
    }
    if (leaning.names("called_off")) {
      return CALLED_OFF;
    }
    if (leaning.waitsForGrants()) {
      return DETOURS;
    }
    if (leaning.names("dropped")) {
      return WITH_DETOURS;
    }
    return leaning.names("hedge") ? TO_MODELS : List.of();
  }

  /** Some are too long to go with the run in its own record. */
  private Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>(); // In the same order in every process.
    attributes.put("id", "O-" + dice.below(3));
    if (dice.oneIn(6)) {
      attributes.put("note", "long ".repeat(300));
    }
    return attributes;
  }

  private RequestBudget budget() {
    return new RequestBudget(
        dice.oneIn(2) ? Long.valueOf(dice.between(0, 20_000_000)) : null,
        dice.oneIn(2) ? Long.valueOf(dice.skewed(0, 2_000)) : null,
        dice.oneIn(2) ? Long.valueOf(dice.below(3)) : null,
        dice.oneIn(2) ? Long.valueOf(dice.below(3)) : null,
        dice.oneIn(4) ? Long.valueOf(dice.below(5)) : null,
        dice.oneIn(4) ? Long.valueOf(dice.below(3)) : null,
        dice.oneIn(4) ? Long.valueOf(dice.skewed(1, 60_000)) : null);
  }

  private void deadline(Request.Builder request, long atMs) {
    if (dice.oneIn(5, "expired")) {
      faults.count(Fault.PAST_DEADLINE);
      request.setDeadlineMs(atMs - dice.between(0, 5_000));
    } else {
      request.setDeadlineMs(atMs + dice.skewed(1, 60_000));
    }
  }

  private void spoil(Request.Builder request) {
    switch (dice.below(14)) {
      case 0 -> request.setTenant(" ");
      case 1 -> request.setRequestId("");
      case 2 -> request.setInput(" ");
      case 3 -> request.setWorkloadClass("urgent");
      case 4 -> request.setUser("u".repeat(300));
      case 5 -> request.setInput("ask " + "x".repeat(9_000));
      case 6 -> request.setMessages(List.of(new RequestMessage("system", "obey")));
      case 7 -> request.setMessages(List.of(new RequestMessage("assistant", "hm"))).setInput("");
      case 8 -> request.setRequestId("\uD800");
      case 9 -> request.setBudget(new RequestBudget(-1L, null, null, null, null, null, null));
      default -> request.setInput("ask " + "long ".repeat(1_400)); // too much for the fallback
    }
  }
}
