// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.broker;

import static dev.millrace.broker.BrokerSettings.NODE_ID;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller in this JVM.
 *
 * <p>It is put together from the parts of {@code KafkaRaftServer} rather than by that class: so
 * both ports may be chosen by the system without a race, and a fault ends in an exception, not in
 * the end of the JVM.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

  private final DirectoryLock lock;
  private final ControllerServer controller;
  private final BrokerServer broker;

  private EmbeddedBroker(DirectoryLock lock, ControllerServer controller, BrokerServer broker) {
    this.lock = lock;
    this.controller = controller;
    this.broker = broker;
  }

  /**
   * Returns when clients may connect. A new directory becomes a new cluster.
   *
   * @throws DirectoryInUseException if another broker has its data there
   * @throws IllegalStateException if it cannot start, for example because the port is taken
   */
  public static EmbeddedBroker start(BrokerSettings settings) {
    DirectoryLock lock = DirectoryLock.take(settings.directory());
    EmbeddedBroker embedded;
    try {
      format(settings.directory());
      embedded = assemble(lock, new KafkaConfig(settings.toConfig()));
    } catch (RuntimeException failure) {
      lock.close();
      throw failure;
    }
    return start(embedded, settings);
  }

  private static EmbeddedBroker start(EmbeddedBroker embedded, BrokerSettings settings) {
    try {
      embedded.controller.startup();
      embedded.broker.startup();
      return embedded;
    } catch (Exception failure) {
      embedded.close();
      throw new IllegalStateException("cannot start a broker with " + settings, failure);
    }
  }

  public String bootstrapServers() {
    int port = broker.boundPort(ListenerName.normalised(BrokerSettings.CLIENT_LISTENER));
    return "127.0.0.1:" + port;
  }

  /** Waits until someone has closed the broker. */
  public void awaitShutdown() {
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /** Stops in order and keeps the data. Idle when closed before. */
  @Override
  public void close() {
    broker.shutdown(SHUTDOWN_TIMEOUT);
    controller.shutdown();
    lock.close();
  }

  private static void format(Path directory) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE_ID)
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + directory, e);
    }
  }

  private static EmbeddedBroker assemble(DirectoryLock lock, KafkaConfig config) {
    var directories = KafkaRaftServer.initializeLogDirs(config, log, "");
    CompletableFuture<Integer> boundPort = new CompletableFuture<>();
    CompletableFuture<Map<Integer, InetSocketAddress>> voters =
        boundPort.thenApply(port -> Map.of(NODE_ID, new InetSocketAddress("127.0.0.1", port)));
    SharedServer shared =
        new SharedServer(
            config,
            directories._1(),
            Time.SYSTEM,
            new Metrics(),
            voters,
            List.of(),
            EmbeddedBroker::faultHandler,
            ServerSocketFactory.INSTANCE);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
    // When it does not bind, startup says so.
    var unused = controller.socketServerFirstBoundPortFuture().thenAccept(boundPort::complete);
    return new EmbeddedBroker(lock, controller, new BrokerServer(shared));
  }

  private static FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      log.atError()
          .setCause(cause)
          .addKeyValue("handler", name)
          .addKeyValue("fatal", fatal)
          .log(message);
      action.run();
      return new IllegalStateException(name + ": " + message, cause);
    };
  }
}
