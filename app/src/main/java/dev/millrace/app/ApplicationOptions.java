// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.runtime.AgentApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How an instance of the application is named and kept. */
final class ApplicationOptions {

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description =
          "Shared by all instances: consumer group and prefix of internal topics. Default: the"
              + " pipeline's name.")
  private String applicationId = "";

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "millrace-state",
      description = "State between restarts; one per instance. Default: ${DEFAULT-VALUE}, here.")
  private Path stateDir = Path.of("");

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      defaultValue = "${env:HOSTNAME:-instance-1}",
      description =
          "The same after each restart, another one for each instance. Default: $HOSTNAME, else"
              + " instance-1.")
  private String instanceId = "";

  @Option(
      names = "--guarantee",
      defaultValue = "exactly_once",
      description =
          "Of results and cost events after a crash: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}.")
  private Guarantee guarantee = Guarantee.EXACTLY_ONCE;

  /** Kafka Streams would say it later, and in words of its own. */
  private Path stateDirectory() {
    try {
      Files.createDirectories(stateDir);
    } catch (IOException e) {
      throw CommandException.wrongUse("--state-dir %s cannot be made".formatted(stateDir));
    }
    if (!Files.isWritable(stateDir)) {
      throw CommandException.wrongUse("--state-dir %s cannot be written".formatted(stateDir));
    }
    return stateDir;
  }

  AgentApplication.Settings settings(Pipeline pipeline, KafkaOptions kafka) {
    return new AgentApplication.Settings(
        kafka.bootstrapServers(),
        applicationId.isEmpty() ? pipeline.name() : applicationId,
        stateDirectory(),
        instanceId,
        guarantee,
        kafka.properties());
  }
}
