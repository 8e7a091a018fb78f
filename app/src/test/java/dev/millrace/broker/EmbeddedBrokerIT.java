// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  @Test
  void keepsClusterAndTopicsOverARestart(@TempDir Path directory) throws Exception {
    String cluster;
    try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(directory, 0));
        Admin admin = admin(broker)) {
      admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1))).all().get();
      cluster = admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
    }

    try (EmbeddedBroker again = EmbeddedBroker.start(new BrokerSettings(directory, 0));
        Admin admin = admin(again)) {
      assertThat(admin.describeCluster().clusterId().get()).isEqualTo(cluster);
      assertThat(admin.listTopics().names().get()).contains("kept");
    }
  }

  @Test
  void failsWithoutEndingTheJvmWhereThePortIsTaken(@TempDir Path directory) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      BrokerSettings settings = new BrokerSettings(directory, other.getLocalPort());

      assertThatThrownBy(() -> EmbeddedBroker.start(settings))
          .hasMessageContaining("port=" + other.getLocalPort())
          .hasRootCauseInstanceOf(BindException.class);
    }
  }

  @Test
  void leavesADirectoryAloneThatAnotherBrokerUses(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(directory, 0));
        Admin admin = admin(broker)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(new BrokerSettings(directory, 0)))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining(directory.toString());

      admin
          .createTopics(List.of(new NewTopic("still-well", 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void runsInAJvmOfItsOwn(@TempDir Path directory) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      String ready = said.readLine();

      assertThat(ready).startsWith(BrokerMain.READY + "127.0.0.1:");
      String bootstrapServers = ready.substring(BrokerMain.READY.length());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
        assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
      }
      child.destroy();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
