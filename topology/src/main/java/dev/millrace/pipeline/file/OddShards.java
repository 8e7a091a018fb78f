// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Downgrade;
import dev.millrace.pipeline.Pipeline;
import java.util.Objects;

/**
 * Warns of what holds for a tenant, and for one that is split only in each shard, or not at all.
 */
final class OddShards {
  private OddShards() {}

  static void check(At root, Pipeline pipeline) {
    pipeline.budgets().tenants().entrySet().stream()
        .filter(tenant -> tenant.getValue().isSplit())
        .forEach(tenant -> check(root, pipeline, tenant.getKey()));
  }

  private static void check(At root, Pipeline pipeline, String tenant) {
    if (pipeline.tools().values().stream().anyMatch(tool -> tool.lock() != null)) {
      warn(
          root,
          tenant,
          "calls with the same lock wait for each other only within a shard",
          "lock what belongs to one user, whose requests are in one shard; or leave shards out");
    }
    if (pipeline.routes().values().stream()
        .flatMap(route -> route.downgrade().stream())
        .anyMatch(step -> step.of().scope() != Downgrade.Scope.USER)) {
      warn(
          root,
          tenant,
          "no route steps down for what is left of a tenant's, a route's or a class's budget here",
          "write of: user.WINDOW, or leave shards out");
    }
  }

  private static void warn(At root, String tenant, String message, String mend) {
    At at = Objects.requireNonNull(root.find("budgets", "tenants", tenant, "shards"), tenant);
    at.context().warning(at, message, mend);
  }
}
