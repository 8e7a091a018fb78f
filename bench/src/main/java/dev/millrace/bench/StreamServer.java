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
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A provider that says the same to everybody: an event at each beat. It knows how long each answer
 * took, by the {@code X-Request-Id} of its request, from the request's arrival until the last event
 * left. What is asked under {@code /hold} stands still in the middle until {@code /release}.
 */
final class StreamServer implements AutoCloseable {
  private static final int HANDLERS = 4;
  private static final int WRITERS = 2;
  private static final int WAITING_CONNECTIONS = 4_096;

  private final ChatStream stream;
  private final long paceNanos;
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newFixedThreadPool(HANDLERS);
  private final ScheduledExecutorService writers = Executors.newScheduledThreadPool(WRITERS);
  private final Map<String, Long> tookNanos = new ConcurrentHashMap<>();
  private final Queue<Answer> held = new ConcurrentLinkedQueue<>();

  StreamServer(ChatStream stream, long paceMs) throws IOException {
    this.stream = stream;
    this.paceNanos = TimeUnit.MILLISECONDS.toNanos(paceMs);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = HttpServer.create(address, WAITING_CONNECTIONS);
    server.createContext("/v1", exchange -> answer(exchange, false));
    server.createContext("/hold", exchange -> answer(exchange, true));
    server.createContext("/held", exchange -> say(exchange, Integer.toString(held.size())));
    server.createContext("/release", exchange -> say(exchange, release()));
    server.createContext("/times", exchange -> say(exchange, times()));
    server.setExecutor(handlers);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, boolean holds) throws IOException {
    long arrivedAt = System.nanoTime();
    var unused = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    new Answer(exchange, arrivedAt, holds).await();
  }

  private String release() {
    int released = 0;
    for (Answer answer = held.poll(); answer != null; answer = held.poll()) {
      answer.goOn();
      released++;
    }
    return Integer.toString(released);
  }

  /** A line each, the id and the nanoseconds; they are told once. */
  private String times() {
    StringBuilder lines = new StringBuilder();
    tookNanos.forEach(
        (id, took) -> {
          lines.append(id).append(' ').append(took).append('\n');
          tookNanos.remove(id);
        });
    return lines.toString();
  }

  private static void say(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
    writers.shutdownNow();
  }

  /** One answer on its way. No thread waits for its beats. */
  private final class Answer {
    private final HttpExchange exchange;
    private final long arrivedAt;
    private final boolean holds;
    private long dueAt;
    private int next;

    Answer(HttpExchange exchange, long arrivedAt, boolean holds) {
      this.exchange = exchange;
      this.arrivedAt = arrivedAt;
      this.holds = holds;
      this.dueAt = arrivedAt;
    }

    void await() {
      dueAt += paceNanos;
      var unused = writers.schedule(this::write, dueAt - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    void goOn() {
      dueAt = System.nanoTime();
      await();
    }

    private void write() {
      try {
        byte[] event = stream.events().get(next++);
        boolean last = next == stream.events().size();
        if (last) {
          String id = exchange.getRequestHeaders().getFirst("X-Request-Id");
          tookNanos.put(id, System.nanoTime() - arrivedAt);
        }
        exchange.getResponseBody().write(event);
        exchange.getResponseBody().flush();
        if (last) {
          exchange.close();
        } else if (holds && next == stream.events().size() / 2) {
          held.add(this);
        } else {
          await();
        }
      } catch (IOException clientHasGone) {
        exchange.close();
      }
    }
  }
}
