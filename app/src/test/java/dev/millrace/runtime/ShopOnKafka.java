// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import dev.millrace.registry.RegistryServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a registry of its own for each test, and traffic through them. */
abstract class ShopOnKafka {
  @TempDir Path dir;

  EmbeddedBroker broker;
  RegistryServer registry;
  Traffic traffic;

  @BeforeEach
  void startBroker() throws IOException {
    broker = EmbeddedBroker.start(new BrokerSettings(dir.resolve("broker"), 0));
    registry = RegistryServer.start(0);
    traffic = new Traffic(broker.bootstrapServers(), registry.url());
  }

  @AfterEach
  void stopBroker() {
    traffic.close();
    registry.close();
    broker.close();
  }
}
