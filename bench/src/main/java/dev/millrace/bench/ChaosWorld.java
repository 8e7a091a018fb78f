// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Distribution;
import dev.millrace.simulation.Fault;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import java.io.IOException;
import java.util.Map;

/** The outside world of a round: models that misbehave by seed, and tools that sometimes refuse. */
final class ChaosWorld implements AutoCloseable {
  private static final Behaviour MISBEHAVED =
      new Behaviour(
          Distribution.uniform(100, 600),
          Distribution.constant(2),
          Map.of(
              Fault.RATE_LIMITED, 0.08,
              Fault.SERVER_ERROR, 0.08,
              Fault.CUT, 0.06,
              Fault.GARBAGE, 0.06,
              Fault.SLOW, 0.04,
              Fault.HANG, 0.02),
          Integer.MAX_VALUE,
          200,
          1_500,
          5_000,
          2);
  private static final int TOOL_MS = 80;
  private static final int TOOL_REFUSES_ONE_IN = 15;

  private final SimulatedModelServer models;
  private final WaitingTool tool;

  ChaosWorld(long seed) throws IOException {
    tool = new WaitingTool(TOOL_MS, TOOL_REFUSES_ONE_IN);
    models =
        SimulatedModelServer.start(
            SimulatedModelSettings.defaults().withSeed(seed).withBehaviour(MISBEHAVED));
  }

  /** For the pipeline file. */
  Map<String, String> environment() {
    return Map.of("MODEL_URL", models.apiUrl().toString(), "TOOL_URL", tool.url());
  }

  @Override
  public void close() {
    models.close();
    tool.close();
  }
}
