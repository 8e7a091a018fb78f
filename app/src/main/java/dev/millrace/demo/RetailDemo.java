// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

/** The demo's own world: the support desk of a shop that does not exist. */
public final class RetailDemo implements DemoWorld {
  private final DemoSettings settings;

  public RetailDemo(DemoSettings settings) {
    this.settings = settings;
  }

  @Override
  public Started start() {
    DemoServers servers = DemoServers.start(RetailDesk.of(RetailWorld.open()), settings);
    return new Started(
        DemoJson.text("retail/pipeline.yaml"),
        servers.environment(),
        RequestLines.read(DemoJson.text("retail/requests.jsonl")),
        servers);
  }
}
