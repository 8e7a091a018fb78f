// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where an embedded broker keeps its data and where it listens.
 *
 * @param directory kept over restarts, with topics, groups and the cluster's id
 * @param port on 127.0.0.1; 0 takes a free one
 * @param overrides of broker settings, stronger than ours
 */
public record BrokerSettings(Path directory, int port, Map<String, String> overrides) {

  static final int NODE_ID = 1;
  static final String CLIENT_LISTENER = "CLIENTS";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /** Room for prompts and what tools return; a topic may allow more or less. */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is not in 0..65535: " + port);
    }
    directory = directory.toAbsolutePath();
    overrides = Map.copyOf(overrides);
  }

  public BrokerSettings(Path directory, int port) {
    this(directory, port, Map.of());
  }

  Map<String, String> toConfig() {
    Map<String, String> config = new HashMap<>();
    addNode(config);
    addSingleCopies(config);
    addLowLatency(config);
    addSmallFootprint(config);
    config.putAll(overrides);
    return config;
  }

  private void addNode(Map<String, String> config) {
    config.put("process.roles", "broker,controller");
    config.put("node.id", String.valueOf(NODE_ID));
    config.put("log.dirs", directory.toString());
    config.put("listeners", CLIENT_LISTENER + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:0");
    config.put("controller.listener.names", CONTROLLER_LISTENER);
    config.put("inter.broker.listener.name", CLIENT_LISTENER);
    config.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    config.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:0");
  }

  private static void addSingleCopies(Map<String, String> config) {
    config.put("default.replication.factor", "1");
    config.put("min.insync.replicas", "1");
    config.put("offsets.topic.replication.factor", "1");
    config.put("transaction.state.log.replication.factor", "1");
    config.put("transaction.state.log.min.isr", "1");
    config.put("share.coordinator.state.topic.replication.factor", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
  }

  private static void addLowLatency(Map<String, String> config) {
    // A transaction that begins right after another is asked again after so long; 20 by default.
    config.put("add.partitions.to.txn.retry.backoff.ms", "2");
    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("group.streams.initial.rebalance.delay.ms", "0");
    config.put("group.streams.min.heartbeat.interval.ms", "500");
    config.put("group.streams.heartbeat.interval.ms", "500");
    config.put("transaction.max.timeout.ms", "900000");
    // A starved machine must not take its only broker out of service.
    config.put("broker.session.timeout.ms", "30000");
  }

  private static void addSmallFootprint(Map<String, String> config) {
    config.put("auto.create.topics.enable", "false");
    config.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    config.put("offsets.topic.num.partitions", "4");
    config.put("transaction.state.log.num.partitions", "4");
    config.put("share.coordinator.state.topic.num.partitions", "1");
    config.put("log.segment.bytes", String.valueOf(256 << 20));
    config.put("log.index.size.max.bytes", String.valueOf(1 << 20));
    config.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "4");
    config.put("background.threads", "2");
  }
}
