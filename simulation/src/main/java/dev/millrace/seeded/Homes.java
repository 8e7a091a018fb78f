// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Budgets;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where tenants are at home. All that comes in is said to lie in the first partition, which is the
 * only one that the test driver has; what belongs elsewhere has to take the way round once.
 */
record Homes(int partitions, Budgets budgets) {

  /** Whether it belongs to another partition than the first. */
  boolean isAway(Request request) {
    return isAway(request.getTenant(), request.getUser(), request.getRequestId());
  }

  /** Whether it belongs to another partition than the first. */
  boolean isAway(ControlEvent control) {
    return isAway(control.getTenant(), control.getUser(), control.getRequestId());
  }

  private boolean isAway(String tenant, String user, String requestId) {
    return !tenant.isBlank() && of(tenant, user.isEmpty() ? requestId : user) != 0;
  }

  private int of(String tenant, String part) {
    int first = of(tenant);
    int shards = budgets.ofTenant(tenant).shards();
    int away = Math.floorMod(of(tenant + "/" + part) - first, partitions);
    return (first + away % shards) % partitions;
  }

  /** The partition of a tenant, or of whatever else has a key. */
  int of(String name) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
