// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a plan wait for which, as it is written: calls that are wrong in other ways are in
 * it too, so that what refers to them can be checked.
 */
final class Needs {
  private final Map<String, Map<String, At>> needs = new LinkedHashMap<>();

  /** Needs, and what is only waited for. */
  private final Map<String, Map<String, At>> waits = new LinkedHashMap<>();

  private Needs() {}

  /** The needs of the calls at a place; none if there is no such place. */
  static Needs of(@Nullable At calls) {
    Needs needs = new Needs();
    if (calls != null) {
      calls.entries().forEach(needs::add);
    }
    return needs;
  }

  private void add(String name, At call) {
    Map<String, At> needed = written(call.find("needs"));
    Map<String, At> all = new LinkedHashMap<>(needed);
    written(call.find("after")).forEach(all::putIfAbsent);
    needs.put(name, needed);
    waits.put(name, all);
  }

  Set<String> calls() {
    return needs.keySet();
  }

  /** All calls whose results that call may use: they have ended, or were given up, by then. */
  Set<String> before(String call) {
    Set<String> before = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(needsOf(call).keySet());
    while (!left.isEmpty()) {
      String next = left.pop();
      if (before.add(next)) {
        left.addAll(needsOf(next).keySet());
      }
    }
    return before;
  }

  /**
   * Says which calls there are not, and which wait for themselves.
   *
   * @param one what each of them is
   * @param keys where they say for what they wait
   */
  void check(String one, String keys) {
    waits.forEach((call, ofCall) -> ofCall.forEach((need, at) -> checkExists(one, need, at)));
    Set<String> told = new LinkedHashSet<>();
    for (String call : calls()) {
      List<String> round = told.contains(call) ? List.of() : round(call);
      if (!round.isEmpty()) {
        told.addAll(round);
        At at = Objects.requireNonNull(waitsOf(call).get(round.get(1)), call);
        String message = "the call waits for itself: " + String.join(" → ", round);
        at.mistake(message, "drop one of these from " + keys);
      }
    }
  }

  private void checkExists(String one, String need, At at) {
    if (!needs.containsKey(need)) {
      String message = "no " + one + " is named '" + need + "'";
      at.mistake(message, Nearest.mend(need, calls()));
    }
  }

  /** The shortest way from a call back to itself; empty if there is none. */
  private List<String> round(String call) {
    Deque<List<String>> ways = new ArrayDeque<>(List.of(List.of(call)));
    Set<String> seen = new LinkedHashSet<>();
    while (!ways.isEmpty()) {
      List<String> way = ways.pop();
      for (String next : waitsOf(way.get(way.size() - 1)).keySet()) {
        List<String> longer = new ArrayList<>(way);
        longer.add(next);
        if (next.equals(call)) {
          return longer;
        }
        if (seen.add(next)) {
          ways.add(longer);
        }
      }
    }
    return List.of();
  }

  private Map<String, At> needsOf(String call) {
    return needs.getOrDefault(call, Map.of());
  }

  private Map<String, At> waitsOf(String call) {
    return waits.getOrDefault(call, Map.of());
  }

  private static Map<String, At> written(@Nullable At at) {
    Map<String, At> names = new LinkedHashMap<>();
    if (at != null && at.node() instanceof Yaml.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        if (sequence.items().get(i) instanceof Yaml.Text text) {
          names.putIfAbsent(text.raw(), at.item(i, text));
        }
      }
    }
    return names;
  }
}
