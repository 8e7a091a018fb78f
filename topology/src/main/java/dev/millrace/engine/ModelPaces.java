// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.retry.HedgePace;
import dev.millrace.retry.HedgePolicy;
import dev.millrace.run.HedgeEnd;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long calls of models take, as an instance has seen it since its start. Only of models whose
 * slow calls are to be hedged; by their names in the file. Thread-safe.
 */
public final class ModelPaces {
  private final Map<String, HedgePace> byModel = new ConcurrentHashMap<>();

  private HedgePace pace(String model) {
    return byModel.computeIfAbsent(model, any -> new HedgePace());
  }

  /** A first attempt took so long, or longer. */
  public void took(String model, long ms) {
    HedgePace pace = pace(model);
    synchronized (pace) {
      pace.took(ms);
    }
  }

  /** See {@link HedgePolicy#lookAfterMs}. */
  public OptionalLong lookAfterMs(String model, boolean hedged, long timeoutMs) {
    HedgePace pace = pace(model);
    synchronized (pace) {
      return HedgePolicy.lookAfterMs(pace, hedged, timeoutMs);
    }
  }

  /** See {@link HedgePolicy#against}. */
  public Optional<HedgeEnd> against(String model, boolean well) {
    HedgePace pace = pace(model);
    synchronized (pace) {
      return HedgePolicy.against(pace, well);
    }
  }

  /** One was made twice. */
  public void hedged(String model) {
    HedgePace pace = pace(model);
    synchronized (pace) {
      pace.hedged();
    }
  }
}
