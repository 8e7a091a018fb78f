// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.call.MicrometerCallMetrics;
import dev.millrace.definition.Definition;
import dev.millrace.definition.UnpreparedException;
import dev.millrace.embedding.Embedder;
import dev.millrace.embedding.LocalEmbedder;
import dev.millrace.engine.Engine;
import dev.millrace.kafka.MillraceClients;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.kafka.StreamsSettings;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.kafka.TopicSetup;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.TopicSettings;
import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryClient;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.RouteClassifier;
import dev.millrace.tool.MissingToolFunctionException;
import dev.millrace.tool.ToolFunctions;
import dev.millrace.topology.AgentTopology;
import dev.millrace.topology.RunMetrics;
import dev.millrace.topology.TopicNames;
import dev.millrace.topology.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running instance: topics made sure of, examples embedded, clients open, threads turning.
 * Several instances with the same application id share the work.
 */
public final class AgentApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgentApplication.class);

  private static final int EMBEDDER_THREADS = 1;
  private static final int EMBEDDINGS_QUEUED = 4_096;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  /**
   * Where and as whom an instance runs.
   *
   * @param applicationId shared by all instances
   * @param instanceId of this one, the same after each restart
   * @param stateDir kept over restarts
   * @param overrides of settings of Kafka Streams and its clients
   */
  public record Settings(
      String bootstrapServers,
      String applicationId,
      Path stateDir,
      String instanceId,
      Guarantee guarantee,
      Map<String, String> overrides) {}

  private final Drain drain;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics streamsMetrics;
  private final Connectors connectors;
  private final SchemaRegistry registry;
  private final Once<Embedder> embedder =
      new Once<>(() -> new LocalEmbedder(EMBEDDER_THREADS, EMBEDDINGS_QUEUED));
  private final Examples examples = new Examples();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private AgentApplication(Pipeline pipeline, Settings settings, MeterRegistry meters) {
    registry = registry(pipeline.topics());
    connectors =
        new Connectors(
            pipeline.limits().maxInFlight(),
            embedder,
            ToolFunctions.load(),
            new MicrometerCallMetrics(meters),
            InstantSource.system());
    Engine engine = new Engine(pipeline, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    drain = new Drain(engine.slots()::closeIntake, engine.slots()::runs, pipeline.limits().drain());
    try {
      Definition current = definition(pipeline);
      current.classifier(); // before there are requests to wait for it
      streams = streams(current, settings, engine, meters);
    } catch (RuntimeException failure) {
      closeConnections();
      throw failure;
    }
    streamsMetrics = new KafkaStreamsMetrics(streams);
    streamsMetrics.bindTo(meters);
  }

  private KafkaStreams streams(
      Definition current, Settings settings, Engine engine, MeterRegistry meters) {
    Pipeline pipeline = current.pipeline();
    StreamsSettings streamsSettings =
        new StreamsSettings(
            settings.applicationId(),
            settings.instanceId(),
            settings.bootstrapServers(),
            settings.stateDir(),
            settings.guarantee(),
            settings.overrides());
    StreamsConfig config =
        new StreamsConfig(streamsSettings.properties(pipeline.topics(), pipeline.limits()));
    TopicNames topics = TopicNames.of(pipeline.topics());
    int partitions = ensureTopics(pipeline, config, topics);
    WireFormat wire = WireFormat.of(pipeline.topics().format(), registry);
    wire.register(topics);
    StreamThreads threads = new StreamThreads(pipeline.limits().commitSpacing());
    AgentTopology.Parts parts =
        new AgentTopology.Parts(
            current,
            this::older,
            engine,
            threads,
            wire,
            new RunMetrics(meters).watching(engine.slots()),
            partitions);
    return new KafkaStreams(
        AgentTopology.build(parts),
        config,
        new MillraceClients(
            threads,
            engine.intake(),
            Set.of(topics.requests(), topics.requestsByTenant()),
            topics.fence()));
  }

  /**
   * Starts an instance. It is ready when {@link #isReady} says so.
   *
   * @throws dev.millrace.tool.MissingToolFunctionException if a Java tool is not on the class path
   * @throws dev.millrace.kafka.TopicSetupException if the topics are not as they must be
   */
  public static AgentApplication start(Pipeline pipeline, Settings settings, MeterRegistry meters) {
    AgentApplication application = new AgentApplication(pipeline, settings, meters);
    try {
      application.start();
      return application;
    } catch (RuntimeException failure) {
      application.close();
      throw failure;
    }
  }

  private void start() {
    streams.setStateListener(
        (now, before) -> {
          log.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("State changed");
          if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
            stopped.countDown();
          }
        });
    streams.setUncaughtExceptionHandler(
        error -> {
          log.atError().setCause(error).log("A stream thread died and is replaced");
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
  }

  private static int ensureTopics(Pipeline pipeline, StreamsConfig config, TopicNames topics) {
    try (Admin admin = Admin.create(config.getAdminConfigs("topics"))) {
      int most = StreamsSettings.maxRecordBytes(pipeline.limits());
      Map<String, Integer> partitions =
          TopicSetup.ensure(admin, topics.specs(pipeline.topics(), most));
      return partitions.getOrDefault(topics.requests(), pipeline.topics().partitions());
    }
  }

  private static SchemaRegistry registry(TopicSettings topics) {
    return topics.registryUrl().isEmpty()
        ? SchemaRegistry.inMemory()
        : new CachingRegistry(RegistryClient.of(List.of(topics.registryUrl().split(","))));
  }

  private Definition definition(Pipeline pipeline) {
    Way way = connectors.of(pipeline);
    return new Definition(
        pipeline,
        new Once<>(() -> classifier(pipeline, way.embedder())),
        new ToolSchemas(pipeline),
        way);
  }

  private Definition older(Pipeline pipeline) {
    try {
      return definition(pipeline);
    } catch (MissingToolFunctionException e) {
      throw new UnpreparedException(e.getMessage() + ".", e);
    }
  }

  private RouteClassifier classifier(Pipeline pipeline, Supplier<Embedder> embedder) {
    ExampleIndex index = examples.index(pipeline, embedder);
    return RouteClassifier.of(pipeline.routes(), pipeline.classifier(), index);
  }

  public KafkaStreams.State state() {
    return streams.state();
  }

  /** True while it takes requests. */
  public boolean isReady() {
    return streams.state() == KafkaStreams.State.RUNNING && !drain.begun();
  }

  /** Waits until it has stopped, by {@link #close} or because it could not go on. */
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /**
   * Takes no more requests, lets runs go on for at most {@code limits.drain}, and then stops within
   * ten seconds. Calls that are under way still are called off; the next owner makes them again,
   * under the same ids. Called once more meanwhile, it waits for no run any longer.
   */
  @Override
  public void close() {
    if (streams.state().isRunningOrRebalancing()) {
      drain.await();
    }
    boolean intime = streams.close(STOP_WITHIN);
    if (!intime) {
      log.atWarn().addKeyValue("within", STOP_WITHIN).log("Not all threads stopped in time");
    }
    streamsMetrics.close();
    closeConnections();
    stopped.countDown();
  }

  private void closeConnections() {
    connectors.close();
    embedder.ifMade().ifPresent(Embedder::close);
    registry.close();
  }
}
