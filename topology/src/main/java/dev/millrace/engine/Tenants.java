// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many places each tenant has taken, and where its calls were set aside because it has taken
 * all it may. Knows only tenants with calls under way.
 */
final class Tenants {

  private static final class Tenant {
    final Places places;
    final List<TenantsInTurn> asideIn = new ArrayList<>(0);

    Tenant(int most) {
      places = new Places(most);
    }
  }

  private final int mostEach;
  private final Map<String, Tenant> busy = new HashMap<>();

  /**
   * @param mostEach places of one tenant
   */
  Tenants(int mostEach) {
    this.mostEach = mostEach;
  }

  boolean free(String name) {
    Tenant tenant = busy.get(name);
    return tenant == null || tenant.places.free();
  }

  void take(String name) {
    busy.computeIfAbsent(name, any -> new Tenant(mostEach)).places.take();
  }

  /** One of its calls is back: what was set aside takes turns again. */
  void give(String name) {
    Tenant tenant = of(name);
    tenant.places.give();
    tenant.asideIn.forEach(line -> line.bringBack(name));
    tenant.asideIn.clear();
    if (tenant.places.taken() == 0) {
      busy.remove(name);
    }
  }

  /** Its calls there take no turns until one of its calls is back. */
  void setAside(String name, TenantsInTurn line) {
    of(name).asideIn.add(line);
  }

  private Tenant of(String name) {
    Tenant tenant = busy.get(name);
    if (tenant == null) {
      throw new IllegalStateException("a tenant without calls under way");
    }
    return tenant;
  }

  int size() {
    return busy.size();
  }
}
