// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A small schema registry in this process, for demos, tests and single machines. It serves the part
 * of Confluent's REST interface that serializers use, to this machine alone, and asks nobody who
 * they are.
 */
public final class RegistryServer implements AutoCloseable {
  private static final int MAX_THREADS = 16;
  private static final int IDLE_TIMEOUT_MS = 30_000;

  private final Server server;
  private final ServerConnector connector;

  private RegistryServer(int port, Subjects subjects) {
    var threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("schema-registry");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT_MS);
    server.addConnector(connector);
    server.setHandler(new RegistryHandler(new RegistryRoutes(subjects)));
  }

  /** Starts a registry that forgets all when it stops; port 0 takes a free one. */
  public static RegistryServer start(int port) throws IOException {
    return start(port, new Subjects());
  }

  /** Starts a registry that keeps its schemas and their ids in a directory. */
  public static RegistryServer start(int port, Path dataDir) throws IOException {
    return start(port, RegistryFile.open(dataDir));
  }

  private static RegistryServer start(int port, Subjects subjects) throws IOException {
    var registry = new RegistryServer(port, subjects);
    try {
      registry.server.start();
      return registry;
    } catch (IOException e) {
      registry.close();
      throw e;
    } catch (Exception e) { // what Jetty declares
      registry.close();
      throw new IOException("The schema registry did not start", e);
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** What goes into {@code schema.registry.url}. */
  public String url() {
    return "http://" + connector.getHost() + ":" + port();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // what Jetty declares
      throw new IllegalStateException("The schema registry did not stop", e);
    }
  }
}
