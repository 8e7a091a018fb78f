// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * How long a result serves again, and for whom.
 *
 * @param ttl from when the result was made
 */
public record CachePolicy(Duration ttl, Scope scope) {
  public CachePolicy {
    Checks.positive(ttl, "ttl");
  }

  /** Who may be served what another's request made. */
  public enum Scope {
    /** Anybody of the same tenant with the same permissions. */
    TENANT,
    /** The same user of the same tenant only. */
    USER
  }
}
