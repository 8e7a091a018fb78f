// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.registry.RegistryServer;
import dev.millrace.runtime.AgentApplication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Collectors;

/** All of a demo in this process: Kafka, a schema registry, the show's servers, the application. */
final class DemoStage implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final DemoShow show;
  private final Pipeline pipeline;
  private final Path directory;
  private String bootstrapServers = "";

  private DemoStage(DemoShow show, Pipeline pipeline, Path directory) {
    this.show = show;
    this.pipeline = pipeline;
    this.directory = directory;
  }

  /** Returns when the application takes requests. */
  static DemoStage open(DemoShow show, Path directory) throws IOException, InterruptedException {
    RegistryServer registry = RegistryServer.start(0);
    DemoShow told = show.withRegistry(registry.url());
    DemoStage stage = new DemoStage(told, pipeline(told), directory);
    stage.parts.push(registry);
    try {
      stage.start();
      return stage;
    } catch (RuntimeException | InterruptedException failure) {
      stage.close();
      throw failure;
    }
  }

  private void start() throws InterruptedException {
    EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(directory.resolve("kafka"), 0));
    parts.push(broker);
    bootstrapServers = broker.bootstrapServers();
    AgentApplication application =
        AgentApplication.start(
            pipeline,
            new AgentApplication.Settings(
                bootstrapServers,
                pipeline.name(),
                directory.resolve("state"),
                "demo",
                Guarantee.EXACTLY_ONCE,
                Map.of()),
            new SimpleMeterRegistry());
    parts.push(application);
    Readiness.await(application);
  }

  private static Pipeline pipeline(DemoShow show) {
    Reading reading = PipelineFile.read(DemoShow.PIPELINE_FILE, show.pipeline(), show::variable);
    if (reading instanceof Reading.Valid valid) {
      return valid.pipeline();
    }
    throw CommandException.wrongUse(
        ((Reading.Invalid) reading)
            .mistakes().stream().map(Object::toString).collect(Collectors.joining("\n")));
  }

  KafkaAccess kafka() {
    return new KafkaAccess(bootstrapServers, Map.of());
  }

  Pipeline pipeline() {
    return pipeline;
  }

  DemoShow show() {
    return show;
  }

  /** Stops the application alone: what it has written by now is all. */
  void stopApplication() {
    closeNext();
  }

  /** Last started, first stopped. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      closeNext();
    }
  }

  private void closeNext() {
    try {
      parts.pop().close();
    } catch (Exception e) { // what AutoCloseable declares
      throw new IllegalStateException("a part of the demo did not stop", e);
    }
  }
}
