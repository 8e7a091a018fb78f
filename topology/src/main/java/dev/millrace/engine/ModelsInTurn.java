// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one lane and class that wait. The models take turns, and of each its tenants; a model
 * that bears no more now is passed over.
 */
final class ModelsInTurn {
  private final Map<String, TenantsInTurn> inTurn = new LinkedHashMap<>();
  private final Function<String, ModelPlaces> places;

  ModelsInTurn(Function<String, ModelPlaces> places) {
    this.places = places;
  }

  void add(Waiting call) {
    inTurn.computeIfAbsent(call.seat().model(), any -> new TenantsInTurn()).add(call);
  }

  /** The next call that may leave. Looks at models, not at calls. */
  @Nullable Waiting poll(Tenants tenants, Door door) {
    for (Iterator<Map.Entry<String, TenantsInTurn>> all = inTurn.entrySet().iterator();
        all.hasNext() && !door.shut(); ) {
      Map.Entry<String, TenantsInTurn> each = all.next();
      String model = each.getKey();
      TenantsInTurn calls = each.getValue();
      Waiting next = next(places.apply(model), calls, tenants, door);
      if (next != null) {
        all.remove();
        if (!calls.isEmpty()) {
          inTurn.put(model, calls);
        }
        return next;
      }
    }
    return null;
  }

  private static @Nullable Waiting next(
      ModelPlaces model, TenantsInTurn calls, Tenants tenants, Door door) {
    if (!model.free()) {
      return null;
    }
    Waiting first = calls.peek(tenants);
    return first != null && door.lets(first, model) ? calls.remove() : null;
  }

  void forEach(Consumer<Waiting> each) {
    inTurn.values().forEach(calls -> calls.forEach(each));
  }

  /** Forgets a caller's calls; returns how many there were. */
  int remove(Waiting.Caller caller) {
    int removed = inTurn.values().stream().mapToInt(calls -> calls.remove(caller)).sum();
    inTurn.values().removeIf(TenantsInTurn::isEmpty);
    return removed;
  }

  boolean isEmpty() {
    return inTurn.isEmpty();
  }
}
