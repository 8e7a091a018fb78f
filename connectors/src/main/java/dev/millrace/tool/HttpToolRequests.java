// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.http.HeaderValue;
import dev.millrace.http.LazyBody;
import dev.millrace.template.JsonTemplate;
import dev.millrace.template.RenderException;
import dev.millrace.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Fills the templates of an HTTP tool. Arguments can neither leave their place nor the host. */
final class HttpToolRequests {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private static final Set<String> SENDS_ARGUMENTS = Set.of("POST", "PUT", "PATCH");

  private final String method;
  private final HttpUrl origin;
  private final Template url;
  private final Map<String, Template> query;
  private final Map<String, Template> headers;
  private final @Nullable JsonTemplate body;

  /**
   * Reads the templates.
   *
   * @throws IllegalArgumentException if the settings make no sense
   * @throws dev.millrace.template.TemplateException if a template has wrong syntax
   */
  HttpToolRequests(HttpToolSettings settings) {
    this.method = settings.method().toUpperCase(Locale.ROOT);
    this.origin = literalOrigin(settings.url());
    this.url = Template.url(settings.url());
    this.query = templates(settings.query());
    this.headers = templates(settings.headers());
    this.body = settings.body() == null ? null : JsonTemplate.of(settings.body());
    if (!METHODS.contains(method) || (body != null && isRead())) {
      throw new IllegalArgumentException("cannot send " + method + " with this body");
    }
  }

  /** Scheme, host and port of all its requests. */
  HttpUrl origin() {
    return origin;
  }

  /**
   * The request for one attempt.
   *
   * @throws RenderException if the arguments do not fit the templates
   */
  Request request(ToolRequest call, ObjectNode arguments) {
    ObjectNode context = context(call, arguments);
    Request.Builder request = new Request.Builder().url(url(context));
    request.header("Idempotency-Key", HeaderValue.encode(call.callId()));
    headers.forEach((name, template) -> addHeader(request, name, template.render(context)));
    return request.method(method, body(arguments, context)).build();
  }

  private static ObjectNode context(ToolRequest call, ObjectNode arguments) {
    ObjectNode context = ToolJson.MAPPER.createObjectNode();
    context.setAll(arguments);
    context
        .putObject("call")
        .put("id", call.callId())
        .put("tenant", call.tenant())
        .put("user", call.user());
    return context;
  }

  private HttpUrl url(ObjectNode context) {
    String rendered = url.render(context);
    HttpUrl parsed = HttpUrl.parse(rendered);
    if (parsed == null || !Origins.same(parsed, origin) || climbs(rendered)) {
      throw new IllegalArgumentException("the arguments make no URL of this tool");
    }
    HttpUrl.Builder builder = parsed.newBuilder();
    query.forEach(
        (name, template) -> {
          String value = template.render(context);
          if (!value.isEmpty()) {
            builder.addQueryParameter(name, value);
          }
        });
    return builder.build();
  }

  /** Two values side by side may make a dot segment where one alone may not. */
  private static boolean climbs(String url) {
    String path = url.split("[?#]", 2)[0];
    for (String segment : path.split("/")) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static void addHeader(Request.Builder request, String name, String value) {
    if (!value.isEmpty()) {
      request.header(name, value);
    }
  }

  private @Nullable RequestBody body(ObjectNode arguments, ObjectNode context) {
    if (body != null) {
      return json(body.render(context));
    }
    return SENDS_ARGUMENTS.contains(method) ? json(arguments) : null;
  }

  private static RequestBody json(JsonNode tree) {
    return new LazyBody(() -> tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  private boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  private static Map<String, Template> templates(Map<String, String> sources) {
    Map<String, Template> templates = new LinkedHashMap<>();
    sources.forEach((name, source) -> templates.put(name, Template.text(source)));
    return templates;
  }

  private static HttpUrl literalOrigin(String url) {
    int tag = url.indexOf("{{");
    int host = url.indexOf("://") + 3;
    String literal = tag < 0 ? url : url.substring(0, tag);
    boolean ends = tag < 0 || literal.substring(Math.min(host, tag)).matches("[^/?#]+[/?#].*");
    HttpUrl origin = HttpUrl.parse(literal);
    if (origin == null || !ends) {
      throw new IllegalArgumentException("scheme and host of the URL must be literal: " + url);
    }
    return origin;
  }
}
