// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import dev.millrace.kafka.Await;
import dev.millrace.registry.RegistryServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance on a cluster that lets nobody in without a password. */
class SecuredClusterIT {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"shop\" password=\"%s\"";
  private static final Map<String, String> SECURED =
      Map.of(
          "listener.security.protocol.map",
          "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
          "sasl.enabled.mechanisms",
          "PLAIN",
          "sasl.mechanism.inter.broker.protocol",
          "PLAIN",
          "listener.name.clients.plain.sasl.jaas.config",
          LOGIN.formatted("right") + " user_shop=\"right\";");

  @TempDir Path dir;

  private EmbeddedBroker broker;
  private RegistryServer registry;

  @BeforeEach
  void startBroker() throws IOException {
    registry = RegistryServer.start(0);
    broker = EmbeddedBroker.start(new BrokerSettings(dir.resolve("broker"), 0, SECURED));
  }

  @AfterEach
  void stopBroker() {
    registry.close();
    broker.close();
  }

  /** Credentials may be every client's, or each kind's own. */
  @ParameterizedTest
  @ValueSource(strings = {"", "admin. consumer. producer."})
  void theInstanceLogsInWithTheCredentialsOfItsOverrides(String prefixes) {
    try (AgentApplication app = start(overrides("right", prefixes.split(" ", -1)))) {
      Await.until("ready", app::isReady);

      assertThat(app.isReady()).isTrue();
    }
  }

  @Test
  void aWrongPasswordIsSaidAtStart() {
    Map<String, String> wrong = overrides("wrong", "");

    assertThatThrownBy(() -> start(wrong)).hasStackTraceContaining("Authentication failed");
  }

  private AgentApplication start(Map<String, String> overrides) {
    String nowhere = "http://127.0.0.1:1/v1";
    Map<String, String> environment =
        Map.of("MODEL_URL", nowhere, "SHOP_URL", nowhere, "REGISTRY_URL", registry.url());
    return Shop.start(environment, broker.bootstrapServers(), dir, "one", overrides);
  }

  private static Map<String, String> overrides(String password, String... prefixes) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("security.protocol", "SASL_PLAINTEXT");
    overrides.put("sasl.mechanism", "PLAIN");
    for (String prefix : prefixes) {
      overrides.put(prefix + "sasl.jaas.config", LOGIN.formatted(password) + ";");
    }
    return overrides;
  }
}
