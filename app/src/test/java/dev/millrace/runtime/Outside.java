// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Distribution;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The world a pipeline calls: a simulated model server, and a shop's orders behind HTTP. */
final class Outside implements AutoCloseable {
  private final SimulatedModelServer models;
  private final HttpServer shop;
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);
  private final Map<String, Integer> callsByKey = new ConcurrentHashMap<>();
  private final long toolMs;

  /** How long models and tools take, in milliseconds. */
  Outside(long modelMs, long toolMs) throws IOException {
    this.toolMs = toolMs;
    Behaviour behaviour =
        Behaviour.INSTANT.withLatency(
            Distribution.uniform((double) modelMs, 2.0 * modelMs), Distribution.constant(0));
    models = SimulatedModelServer.start(SimulatedModelSettings.defaults().withBehaviour(behaviour));
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    shop.createContext("/orders/", this::order);
    shop.setExecutor(Executors.newFixedThreadPool(4));
    shop.start();
  }

  private void order(HttpExchange exchange) {
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    callsByKey.merge(key, 1, Integer::sum);
    String id = exchange.getRequestURI().getPath().substring("/orders/".length());
    String body =
        "{\"order_id\":\"" + id + "\",\"status\":\"shipped\",\"user_id\":\"u-" + id + "\"}";
    var unused = later.schedule(() -> send(exchange, body), toolMs, TimeUnit.MILLISECONDS);
  }

  private static void send(HttpExchange exchange, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException clientHasGone) {
      throw new UncheckedIOException(clientHasGone);
    }
  }

  /** For the pipeline file. */
  Map<String, String> environment(String registryUrl) {
    return Map.of(
        "MODEL_URL",
        models.apiUrl().toString(),
        "SHOP_URL",
        "http://127.0.0.1:" + shop.getAddress().getPort(),
        "REGISTRY_URL",
        registryUrl);
  }

  SimulatedModelServer models() {
    return models;
  }

  /** How many calls of tools arrived, each attempt. */
  int toolCalls() {
    return callsByKey.values().stream().mapToInt(Integer::intValue).sum();
  }

  int distinctToolCalls() {
    return callsByKey.size();
  }

  @Override
  public void close() {
    shop.stop(0);
    later.shutdownNow();
    models.close();
  }
}
