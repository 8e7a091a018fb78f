// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The outside world: a tool behind HTTP that answers {@code GET /NUMBER} after a fixed time, and
 * knows how long each number really took, from the request's arrival until the answer left. What
 * the network and the client add counts as the application's own.
 */
final class WaitingTool implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING_CONNECTIONS = 1_000;
  private static final byte[] ANSWER = "{\"waited\":true}".getBytes(StandardCharsets.UTF_8);

  private final long waitMs;
  private final long refusesOneIn;
  private final AtomicLong calls = new AtomicLong();
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newFixedThreadPool(THREADS);
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
  private final Map<Integer, Long> tookNanos = new ConcurrentHashMap<>();

  WaitingTool(long waitMs) throws IOException {
    this(waitMs, Long.MAX_VALUE);
  }

  /** Refuses one call in so many. */
  WaitingTool(long waitMs, long refusesOneIn) throws IOException {
    prepareServer();
    this.waitMs = waitMs;
    this.refusesOneIn = refusesOneIn;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = HttpServer.create(address, WAITING_CONNECTIONS);
    server.createContext("/", this::take);
    server.setExecutor(handlers);
    server.start();
  }

  /** The server's own settings, read when the first one of this JVM starts. */
  static void prepareServer() {
    // Else each answer may wait 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Else it closes connections while the other side has its turn; what that costs is not asked.
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How long the calls with this number took together; 0 if there was none. */
  long tookNanos(int number) {
    return tookNanos.getOrDefault(number, 0L);
  }

  private void take(HttpExchange exchange) {
    long arrivedAt = System.nanoTime();
    int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
    var unused =
        later.schedule(() -> answer(exchange, number, arrivedAt), waitMs, TimeUnit.MILLISECONDS);
  }

  private void answer(HttpExchange exchange, int number, long arrivedAt) {
    tookNanos.merge(number, System.nanoTime() - arrivedAt, Long::sum);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      boolean refused = calls.incrementAndGet() % refusesOneIn == 0;
      exchange.sendResponseHeaders(refused ? 503 : 200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    } catch (IOException clientHasGone) {
      // It will ask again, and that counts as well.
    }
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
    later.shutdownNow();
  }
}
