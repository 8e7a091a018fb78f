// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import dev.millrace.simulation.SimulatedModelServer;
import java.net.URI;
import java.util.Map;

/** The two servers of a world: its tools, and the simulated models. */
public final class DemoServers implements AutoCloseable {
  private final DeskServer desk;
  private final SimulatedModelServer models;

  private DemoServers(DeskServer desk, SimulatedModelServer models) {
    this.desk = desk;
    this.models = models;
  }

  static DemoServers start(Desk desk, DemoSettings settings) {
    DeskServer tools = DeskServer.start(desk, settings.tools());
    try {
      return new DemoServers(tools, SimulatedModelServer.start(settings.models()));
    } catch (RuntimeException e) {
      tools.close();
      throw e;
    }
  }

  /** Where the tools are, without a slash at the end. */
  public URI tools() {
    return desk.url();
  }

  public SimulatedModelServer models() {
    return models;
  }

  /** What every pipeline file of the demo asks the environment for. */
  Map<String, String> environment() {
    return Map.of(
        "SHOP_URL", desk.url().toString(),
        "MODEL_URL", models.apiUrl().toString());
  }

  @Override
  public void close() {
    try (desk) {
      models.close();
    }
  }
}
