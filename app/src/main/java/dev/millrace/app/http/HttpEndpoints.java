// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What operators ask of a running instance: {@code /metrics} for Prometheus, {@code /health} for
 * whoever restarts it, {@code /ready} for whoever waits for it. No request's content is there.
 */
public final class HttpEndpoints implements AutoCloseable {

  private static final int MAX_THREADS = 8;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  private static final int MAX_HEADER_BYTES = 8 << 10;

  private final Server server;
  private final ServerConnector connector;

  private HttpEndpoints(String host, int port, EndpointsHandler handler) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("http-endpoints");
    threads.setDaemon(true);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT_MS);
    server.addConnector(connector);
    server.setHandler(handler);
    server.setErrorHandler(new JsonErrors());
  }

  /**
   * Returns once it listens.
   *
   * @param port 0 for any free one
   * @throws IOException if it cannot listen there
   */
  public static HttpEndpoints start(
      String host, int port, PrometheusMeterRegistry meters, Supplier<Health> health)
      throws IOException {
    HttpEndpoints endpoints = new HttpEndpoints(host, port, new EndpointsHandler(meters, health));
    try {
      endpoints.server.start();
      return endpoints;
    } catch (IOException e) {
      endpoints.close();
      throw e;
    } catch (Exception e) { // what Jetty declares
      endpoints.close();
      throw new IOException("cannot listen on " + host + ":" + port, e);
    }
  }

  /** Where it listens, without a path. */
  public URI url() {
    return URI.create("http://" + connector.getHost() + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // what Jetty declares
      throw new IllegalStateException("the HTTP endpoints did not stop", e);
    }
  }
}
