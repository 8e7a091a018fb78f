// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Distribution;
import dev.millrace.simulation.SimulatedModelSettings;
import java.util.List;

/**
 * How a world behaves.
 *
 * @param models of the simulated model server
 * @param tools how long tools take
 */
public record DemoSettings(SimulatedModelSettings models, Latency tools) {
  private static final SimulatedModelSettings MODELS =
      SimulatedModelSettings.defaults().withModels(List.of("sim-small", "sim-large"));

  /** As slow as what it stands for: a hosted model, and services within the company. */
  public static final DemoSettings REALISTIC =
      new DemoSettings(
          MODELS.withBehaviour(
              Behaviour.INSTANT.withLatency(
                  Distribution.lognormal(240, 400), Distribution.constant(8))),
          Latency.between(40, 180).with("quotes", 80, 320));

  /** Without any waiting, for tests. */
  public static final DemoSettings INSTANT = new DemoSettings(MODELS, Latency.NONE);
}
