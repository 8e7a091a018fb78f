// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** What the server offers, by method and path. Nothing in here blocks. */
final class SimulationHandler extends Handler.Abstract.NonBlocking {

  static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private final Instructions instructions;
  private final SimulationStats stats;
  private final ChatEndpoint chat;

  SimulationHandler(Instructions instructions, Scheduler scheduler, SimulationStats stats) {
    this.instructions = instructions;
    this.stats = stats;
    this.chat = new ChatEndpoint(instructions, scheduler, stats);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    exchange.setHeader("Server", "millrace-simulated-model");
    WholeBody.read(
        request,
        request.getLength(),
        MAX_BODY_BYTES,
        body -> route(request, exchange, body),
        failure ->
            exchange.respond(
                failure instanceof WholeBody.TooLarge
                    ? ApiError.tooLarge(MAX_BODY_BYTES)
                    : ApiError.invalid("The body could not be read.", null)));
    return true;
  }

  private void route(Request request, Exchange exchange, byte[] body) {
    try {
      answer(request, exchange, body);
    } catch (RuntimeException bug) {
      exchange.fail(bug);
    }
  }

  private void answer(Request request, Exchange exchange, byte[] body) {
    String method = request.getMethod();
    String path = Request.getPathInContext(request);
    switch (method + " " + path) {
      case "POST /v1/chat/completions" -> ifAllowed(exchange, () -> chat.handle(exchange, body));
      case "POST /v1/embeddings" -> ifAllowed(exchange, () -> Embeddings.answer(exchange, body));
      case "GET /v1/models" -> ifAllowed(exchange, () -> exchange.respond(models()));
      case "GET /simulation" -> exchange.respond(SettingsJson.shown(instructions.settings()));
      case "POST /simulation" -> change(exchange, body);
      case "GET /simulation/stats" -> exchange.respond(stats(request));
      case "GET /" -> exchange.respond(self());
      default -> exchange.respond(ApiError.notFound(method, path));
    }
  }

  private void ifAllowed(Exchange exchange, Runnable action) {
    String key = instructions.settings().apiKey();
    if (key == null || same("Bearer " + key, exchange.header("Authorization"))) {
      action.run();
    } else {
      exchange.respond(ApiError.unauthorized());
    }
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private void change(Exchange exchange, byte[] body) {
    try {
      exchange.respond(
          SettingsJson.shown(instructions.change(now -> SettingsJson.changed(now, body))));
    } catch (IllegalArgumentException e) {
      exchange.respond(ApiError.invalid(String.valueOf(e.getMessage()), null));
    }
  }

  private ObjectNode stats(Request request) {
    ObjectNode json = stats.json();
    String key = Request.extractQueryParameters(request).getValue("idempotency_key");
    return key == null ? json : json.put("seen", stats.seen(key));
  }

  private ObjectNode models() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = json.putArray("data");
    for (String model : instructions.settings().models()) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("created", 0)
          .put("owned_by", "millrace-simulated");
    }
    return json;
  }

  private static ObjectNode self() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("what", "A simulated model server of Millrace. No model answers here, only rules.")
        .put("api", "/v1/chat/completions, /v1/embeddings, /v1/models")
        .put("settings", "/simulation")
        .put("stats", "/simulation/stats");
  }
}
