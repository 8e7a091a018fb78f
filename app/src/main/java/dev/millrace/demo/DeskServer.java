// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import java.net.URI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** A desk on a free port of this machine. Calls that wait hold no thread. */
final class DeskServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int MAX_THREADS = 8;
  private static final int MIN_THREADS = 3;

  private final Server server;
  private final ServerConnector connector;

  private DeskServer(Desk desk, Latency latency) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("demo-desk");
    threads.setDaemon(true);
    ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("demo-desk-timer", true, 1);
    server = new Server(threads, timer, null);
    connector = connector();
    server.addConnector(connector);
    server.setErrorHandler(DeskServer::refuse);
    server.setHandler(new DeskHandler(desk, latency, timer));
  }

  /** Starts a server and returns once it listens. */
  static DeskServer start(Desk desk, Latency latency) {
    DeskServer started = new DeskServer(desk, latency);
    try {
      started.server.start();
      return started;
    } catch (Exception e) {
      started.close();
      throw new IllegalStateException("cannot listen on " + HOST, e);
    }
  }

  private ServerConnector connector() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.RFC3986);
    ServerConnector made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    made.setHost(HOST);
    made.setPort(0);
    return made;
  }

  /** What Jetty itself will not take, in the desk's own form. */
  private static boolean refuse(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 400 : response.getStatus();
    String code = status < 500 ? "bad_request" : "internal";
    DeskHandler.send(Reply.error(status, code, "This cannot be served."), response, callback);
    return true;
  }

  /** Where it listens, without a slash at the end: {@code http://127.0.0.1:40123}. */
  URI url() {
    return URI.create("http://" + HOST + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop", e);
    }
  }
}
