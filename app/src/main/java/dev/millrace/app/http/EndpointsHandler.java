// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers by path; what it does not know gets a 404, as JSON. */
final class EndpointsHandler extends Handler.Abstract {

  static final String JSON = "application/json";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrometheusMeterRegistry meters;
  private final Supplier<Health> health;

  EndpointsHandler(PrometheusMeterRegistry meters, Supplier<Health> health) {
    this.meters = meters;
    this.health = health;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      ObjectNode refusal = MAPPER.createObjectNode().put("error", "method not allowed");
      return json(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, refusal);
    }
    return switch (Request.getPathInContext(request)) {
      case "/metrics" -> metrics(request, response, callback);
      case "/health" -> health(response, callback);
      case "/ready" -> ready(response, callback);
      default -> notFound(response, callback);
    };
  }

  /** In OpenMetrics for a scraper that asks for it, else in Prometheus' own text. */
  private boolean metrics(Request request, Response response, Callback callback) {
    String accept = Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.ACCEPT), "");
    boolean open = accept.contains("application/openmetrics-text");
    String type =
        open ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : PROMETHEUS_TEXT;
    return send(response, callback, HttpStatus.OK_200, type, meters.scrape(type));
  }

  private boolean health(Response response, Callback callback) {
    Health now = health.get();
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("status", now.alive() ? "up" : "down")
            .put("state", now.state());
    return json(response, callback, statusIf(now.alive()), body);
  }

  private boolean ready(Response response, Callback callback) {
    Health now = health.get();
    ObjectNode body = MAPPER.createObjectNode().put("ready", now.ready()).put("state", now.state());
    return json(response, callback, statusIf(now.ready()), body);
  }

  private static boolean notFound(Response response, Callback callback) {
    ObjectNode body = MAPPER.createObjectNode().put("error", "not found");
    body.putArray("paths").add("/metrics").add("/health").add("/ready");
    return json(response, callback, HttpStatus.NOT_FOUND_404, body);
  }

  private static int statusIf(boolean well) {
    return well ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
  }

  private static boolean json(Response response, Callback callback, int status, ObjectNode body) {
    return send(response, callback, status, JSON, body.toString());
  }

  private static boolean send(
      Response response, Callback callback, int status, String type, String body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
