// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one model and class that wait. Each tenant's are in order; the tenants take turns, so
 * that many calls of one hold another's up by one turn each.
 */
final class TenantsInTurn {
  private final Map<String, Queue<Waiting>> inTurn = new LinkedHashMap<>();
  private final Map<String, Queue<Waiting>> aside = new HashMap<>();

  void add(Waiting call) {
    String tenant = call.seat().tenant();
    Queue<Waiting> calls = aside.get(tenant);
    if (calls == null) {
      calls = inTurn.computeIfAbsent(tenant, any -> new ArrayDeque<>());
    }
    calls.add(call);
  }

  /** The next call whose tenant may have one more. Tenants that may not are set aside, once. */
  @Nullable Waiting peek(Tenants tenants) {
    for (Iterator<Map.Entry<String, Queue<Waiting>>> all = inTurn.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<String, Queue<Waiting>> first = all.next();
      String tenant = first.getKey();
      if (tenants.free(tenant)) {
        return first.getValue().element();
      }
      all.remove();
      aside.put(tenant, first.getValue());
      tenants.setAside(tenant, this);
    }
    return null;
  }

  /** Takes the call that {@link #peek} has found; its tenant's next turn is after the others'. */
  Waiting remove() {
    Iterator<Map.Entry<String, Queue<Waiting>>> all = inTurn.entrySet().iterator();
    Map.Entry<String, Queue<Waiting>> first = all.next();
    String tenant = first.getKey();
    Queue<Waiting> calls = first.getValue();
    all.remove();
    Waiting next = calls.remove();
    if (!calls.isEmpty()) {
      inTurn.put(tenant, calls);
    }
    return next;
  }

  /** The tenant takes turns again, after those who do already. */
  void bringBack(String tenant) {
    Queue<Waiting> calls = aside.remove(tenant);
    if (calls != null) {
      inTurn.put(tenant, calls);
    }
  }

  void forEach(Consumer<Waiting> each) {
    inTurn.values().forEach(calls -> calls.forEach(each));
    aside.values().forEach(calls -> calls.forEach(each));
  }

  /** Forgets a caller's calls; returns how many there were. */
  int remove(Waiting.Caller caller) {
    return remove(inTurn, caller) + remove(aside, caller);
  }

  private static int remove(Map<String, Queue<Waiting>> lines, Waiting.Caller caller) {
    int removed = 0;
    for (Iterator<Queue<Waiting>> all = lines.values().iterator(); all.hasNext(); ) {
      Queue<Waiting> calls = all.next();
      int before = calls.size();
      calls.removeIf(call -> call.caller() == caller);
      removed += before - calls.size();
      if (calls.isEmpty()) {
        all.remove();
      }
    }
    return removed;
  }

  boolean isEmpty() {
    return inTurn.isEmpty() && aside.isEmpty();
  }
}
