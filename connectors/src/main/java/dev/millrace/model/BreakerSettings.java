// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.time.Duration;

/**
 * When a provider is no longer asked for a model.
 *
 * @param window how many outcomes are looked back at
 * @param failures the share of them, 0 to 1, from which the breaker opens
 * @param atLeast with fewer outcomes than this it never opens
 * @param open for how long nothing is sent; then one call in each such time, until one is answered
 */
public record BreakerSettings(int window, double failures, int atLeast, Duration open) {

  /** Looks back far enough that a provider that fails one call in five opens it hardly ever. */
  public static final BreakerSettings DEFAULT =
      new BreakerSettings(50, 0.5, 20, Duration.ofSeconds(10));

  public BreakerSettings {
    if (atLeast < 1 || window < atLeast) {
      throw new IllegalArgumentException("atLeast %d of %d".formatted(atLeast, window));
    }
    if (!(failures >= 0 && failures <= 1)) {
      throw new IllegalArgumentException("failures not within 0 and 1: " + failures);
    }
    if (open.isNegative() || open.isZero()) {
      throw new IllegalArgumentException("open is not positive: " + open);
    }
  }
}
