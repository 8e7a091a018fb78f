// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.traffic.KafkaAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where Kafka is, for all commands that speak to it. */
final class KafkaOptions {

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT,...",
      defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
      description = "The Kafka cluster. Default: $KAFKA_BOOTSTRAP_SERVERS, else localhost:9092.")
  private String bootstrapServers = "";

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of Kafka's clients, such as security.protocol=SSL; may be given often. Keep"
              + " secrets off the command line: write options into a file and name it as @FILE.")
  private Map<String, String> properties = new LinkedHashMap<>();

  String bootstrapServers() {
    return bootstrapServers;
  }

  Map<String, String> properties() {
    return properties;
  }

  /** Access to a cluster that answers. */
  KafkaAccess access() {
    KafkaAccess access = new KafkaAccess(bootstrapServers, properties);
    access.check();
    return access;
  }
}
