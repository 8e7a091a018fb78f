// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import dev.millrace.call.Usage;
import dev.millrace.price.Price;
import dev.millrace.price.Rates;
import org.jspecify.annotations.Nullable;

/**
 * A provider's model that compares texts, in place of the one in the process.
 *
 * @param model the provider's name for it
 * @param dimensions of each vector; null for the model's own
 * @param nanosPerMillion of input tokens; there is no output
 */
public record EmbedderConfig(
    String provider, String model, @Nullable Integer dimensions, long nanosPerMillion) {

  public EmbedderConfig {
    Checks.notBlank(provider, "provider");
    Checks.notBlank(model, "model");
    if (dimensions != null) {
      Checks.atLeast(1, dimensions, "dimensions");
    }
  }

  /** What the usage costs, in nanos. */
  public long amountNanos(Usage usage) {
    Rates rates =
        new Rates(
            nanosPerMillion, nanosPerMillion, nanosPerMillion, nanosPerMillion, nanosPerMillion);
    return Price.flat("", "", rates).amountNanos(usage);
  }
}
