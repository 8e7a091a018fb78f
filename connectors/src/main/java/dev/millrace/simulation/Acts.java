// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tools that change something, told by their verb, and the words by which users ask for them. */
final class Acts {

  private static final Map<String, Set<String>> ASKED_BY = new LinkedHashMap<>();
  private static final Set<String> ONLY_TOLD =
      Set.of("polici", "policy", "statu", "status", "rul", "history", "option", "window", "fee");

  /** Users say what they mean of these by other words, or not at all. */
  private static final Set<String> COMMON_OBJECTS =
      Words.of("order orders items user customer account pending delivered human agents request");

  static {
    act("cancel", "cancel", "cancellation");
    act("exchange", "exchange", "swap", "replace");
    act("return", "return", "refund");
    act("refund", "refund", "reimburse");
    act("modify", "modify", "change", "update", "switch");
    act("update", "update", "change", "modify");
    act("change", "change", "update", "modify");
    act("set", "set", "change");
    act("create", "create", "open", "make", "new");
    act("open", "open", "create");
    act("add", "add");
    act("delete", "delete", "remove");
    act("remove", "remove", "delete");
    act("send", "send", "email", "notify");
    act("notify", "notify", "send", "tell");
    act("book", "book", "reserve");
    act("reserve", "reserve", "book");
    act("place", "place", "buy");
    act("buy", "buy", "purchase", "order");
    act("pay", "pay");
    act("transfer", "human", "representative");
    act("escalate", "human", "manager", "supervisor", "escalate", "complaint");
    for (String verb :
        "issue apply approve submit schedule reset close enable disable block post put write"
            .split(" ")) {
      act(verb, verb);
    }
  }

  private Acts() {}

  static boolean changesSomething(OfferedTool tool) {
    return ASKED_BY.containsKey(tool.verb()) && !Words.meet(ONLY_TOLD, tool.nameWords());
  }

  /** Asked for is an act whose verb the user used, and whose object where the name tells one. */
  static boolean askedFor(OfferedTool tool, Set<String> userWords) {
    Set<String> object = new LinkedHashSet<>(tool.nameWords());
    object.remove(tool.verb());
    object.removeAll(COMMON_OBJECTS);
    return Words.meet(ASKED_BY.getOrDefault(tool.verb(), Set.of()), userWords)
        && (object.isEmpty() || Words.meet(object, userWords));
  }

  private static void act(String verb, String... askedBy) {
    ASKED_BY.put(Words.stem(verb), Stream.of(askedBy).map(Words::stem).collect(Collectors.toSet()));
  }
}
