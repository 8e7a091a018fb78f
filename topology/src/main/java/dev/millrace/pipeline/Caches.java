// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * What the caches and the memory of answered requests may hold.
 *
 * @param retention the longest any TTL may be; older entries leave in whole segments
 * @param dedupe how long a repeated request id gets the same result again
 */
public record Caches(Duration retention, Duration dedupe) {
  public Caches {
    Checks.positive(retention, "retention");
    Checks.positive(dedupe, "dedupe");
  }
}
