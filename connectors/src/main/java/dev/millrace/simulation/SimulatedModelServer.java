// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * A server that speaks OpenAI's API and says that it is simulated. It answers by {@link
 * SimulatedModel}, as slowly and as badly as it is told, with the same behaviour for the same seed.
 * Waiting requests hold no thread, so it carries tens of thousands of them.
 */
public final class SimulatedModelServer implements AutoCloseable {

  private static final int MAX_THREADS = 16;
  private static final int MIN_THREADS = 4;
  private static final int TIMER_THREADS = 2;
  private static final int ACCEPT_QUEUE = 4_096;
  private static final long IDLE_TIMEOUT_MS = 2 * (long) Distribution.MAX_MS;

  private final Server server;
  private final ServerConnector connector;
  private final Instructions instructions;
  private final SimulationStats stats = new SimulationStats();

  private SimulatedModelServer(SimulatedModelSettings settings) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("simulated-model");
    threads.setDaemon(true);
    ScheduledExecutorScheduler timer =
        new ScheduledExecutorScheduler("simulated-model-timer", true, TIMER_THREADS);
    instructions = new Instructions(settings);
    server = new Server(threads, timer, null);
    connector = connector(server, settings);
    server.addConnector(connector);
    server.setHandler(new SimulationHandler(instructions, timer, stats));
  }

  /** Starts a server and returns once it listens. */
  public static SimulatedModelServer start(SimulatedModelSettings settings) {
    SimulatedModelServer started = new SimulatedModelServer(settings);
    try {
      started.server.start();
      return started;
    } catch (Exception e) {
      started.close();
      throw new IllegalStateException("cannot listen on " + settings.host(), e);
    }
  }

  private static ServerConnector connector(Server server, SimulatedModelSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, 1, TIMER_THREADS, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_TIMEOUT_MS);
    return connector;
  }

  /** Where it listens, without a path: {@code http://127.0.0.1:40123}. */
  public URI url() {
    return URI.create("http://" + connector.getHost() + ":" + connector.getLocalPort());
  }

  /** What OpenAI's clients call the base URL: with {@code /v1}. */
  public URI apiUrl() {
    return url().resolve("/v1");
  }

  public SimulationStats stats() {
    return stats;
  }

  public SimulatedModelSettings settings() {
    return instructions.settings();
  }

  /** Changes what later requests meet; where it listens stays. */
  public void behave(Behaviour behaviour) {
    instructions.change(settings -> settings.withBehaviour(behaviour));
  }

  /** Stops at once and closes all connections. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop", e);
    }
  }

  /**
   * Runs a server until it is killed. Its URL is the only line on standard output.
   *
   * @param args nothing, or settings as JSON, or the path of a file that holds them
   */
  public static void main(String... args) throws IOException, InterruptedException {
    SimulatedModelSettings settings = SimulatedModelSettings.defaults();
    if (args.length > 0) {
      boolean json = args[0].startsWith("{");
      byte[] given =
          json ? args[0].getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(Path.of(args[0]));
      settings = SettingsJson.merged(settings, given);
    }
    try (SimulatedModelServer running = start(settings)) {
      System.out.println(running.url());
      running.server.join();
    }
  }
}
