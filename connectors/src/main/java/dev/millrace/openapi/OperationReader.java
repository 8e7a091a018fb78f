// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a tool of one operation. */
final class OperationReader {
  private static final Set<String> SIMPLE_HEADERS =
      Set.of("accept", "content-type", "authorization");

  private final JsonNode document;
  private final References references;
  private final OpenApiDocument.Operation operation;
  private final ObjectNode properties = JsonNodeFactory.instance.objectNode();
  private final Set<String> required = new LinkedHashSet<>();
  private final Map<String, String> query = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String url;

  OperationReader(
      JsonNode document,
      References references,
      OpenApiDocument.Operation operation,
      String server) {
    this.document = document;
    this.references = references;
    this.operation = operation;
    this.url = server + operation.path();
  }

  OperationTool tool() {
    parameters().values().forEach(this::parameter);
    if (url.replace("{{", "").matches(".*\\{.*")) {
      throw refused("its path has a parameter that it does not describe: " + url);
    }
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    JsonNode body = body(schema);
    if (!schema.has("properties")) {
      schema.set("properties", properties);
      required.forEach(schema.withArray("required")::add);
    }
    new SecurityReader(document, references).add(operation.own(), headers, query);
    return new OperationTool(
        identifier(operation.name()),
        description(),
        schema,
        operation.method(),
        url,
        query,
        headers,
        body);
  }

  /** By place and name: an operation's own stand in for those of its path. */
  private Map<String, JsonNode> parameters() {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (JsonNode level : new JsonNode[] {operation.shared(), operation.own()}) {
      for (JsonNode each : level.path("parameters")) {
        JsonNode parameter = references.resolve(each);
        parameters.put(
            parameter.path("in").asText() + " " + parameter.path("name").asText(), parameter);
      }
    }
    return parameters;
  }

  private void parameter(JsonNode parameter) {
    String wire = parameter.path("name").asText();
    String in = parameter.path("in").asText();
    boolean needed = parameter.path("required").asBoolean() || in.equals("path");
    if (in.equals("header") && SIMPLE_HEADERS.contains(wire.toLowerCase(Locale.ROOT))) {
      return;
    }
    if (in.equals("cookie")) {
      if (needed) {
        throw refused("it needs the cookie " + wire);
      }
      return;
    }
    String name = free(identifier(wire));
    String tag = "{{" + name + "}}";
    properties.set(name, described(parameter));
    if (needed) {
      required.add(name);
    }
    switch (in) {
      case "path" -> url = url.replace("{" + wire + "}", tag);
      case "query" -> query.put(wire, tag);
      case "header" -> headers.put(wire, tag);
      default -> throw refused("it has a parameter in '" + in + "'");
    }
  }

  /** A list goes out as one text: how a server wants several is its own affair. */
  private JsonNode described(JsonNode parameter) {
    JsonNode raw =
        parameter.has("schema") ? parameter.path("schema") : JsonNodeFactory.instance.objectNode();
    JsonNode schema = Schemas.plain(references.inlined(raw));
    String description = parameter.path("description").asText("").strip();
    ObjectNode described =
        schema.isObject() ? schema.deepCopy() : JsonNodeFactory.instance.objectNode();
    if (described.path("type").asText().equals("array")) {
      described = JsonNodeFactory.instance.objectNode().put("type", "string");
      description = (description + " Several are separated by commas.").strip();
    }
    if (!description.isEmpty()) {
      described.put("description", description);
    }
    return described;
  }

  /** Arguments are the body where there is nothing beside it; else it is an argument by itself. */
  private @Nullable JsonNode body(ObjectNode schema) {
    JsonNode request = references.resolve(operation.own().path("requestBody"));
    if (request.isMissingNode()) {
      boolean sends = Set.of("POST", "PUT", "PATCH").contains(operation.method());
      return sends && !properties.isEmpty() ? JsonNodeFactory.instance.objectNode() : null;
    }
    JsonNode json = request.path("content").path("application/json").path("schema");
    if (json.isMissingNode()) {
      if (request.path("required").asBoolean()) {
        throw refused("its body is no JSON");
      }
      return properties.isEmpty() ? null : JsonNodeFactory.instance.objectNode();
    }
    JsonNode plain = Schemas.writable(Schemas.plain(references.inlined(json)));
    if (properties.isEmpty() && plain.path("properties").isObject()) {
      schema.setAll((ObjectNode) plain);
      schema.put("type", "object");
      return null;
    }
    String name = free("body");
    properties.set(name, plain);
    if (request.path("required").asBoolean()) {
      required.add(name);
    }
    return JsonNodeFactory.instance.textNode("{{" + name + "}}");
  }

  private String description() {
    JsonNode own = operation.own();
    String summary = own.path("summary").asText("").strip();
    String description = own.path("description").asText("").strip();
    return description.isEmpty() ? summary : description;
  }

  /** A name that no other parameter has, nor the call itself. */
  private String free(String name) {
    String free = name;
    while (free.equals("call") || properties.has(free)) {
      free += "_";
    }
    return free;
  }

  static String identifier(String name) {
    String identifier = name.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    identifier = identifier.matches("[A-Za-z].*") ? identifier : "p_" + identifier;
    return identifier.length() <= 60 ? identifier : identifier.substring(0, 60);
  }

  private OpenApiException refused(String why) {
    return new OpenApiException("no tool can be made of '" + operation.name() + "': " + why);
  }
}
