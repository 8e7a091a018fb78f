// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.List;

/**
 * What some tenants may spend together, in whichever partitions they live.
 *
 * @param tenants its members; each is in no other group
 * @param limits by window
 */
public record GroupBudget(List<String> tenants, WindowLimits limits) {
  public GroupBudget {
    tenants = List.copyOf(tenants);
  }
}
