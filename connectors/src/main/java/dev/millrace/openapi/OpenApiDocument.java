// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A document of OpenAPI 3, and its operations by name. */
public final class OpenApiDocument {
  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final @Nullable String base;
  private final References references;
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  /** Where an operation is described. */
  record Operation(String name, String method, String path, JsonNode shared, JsonNode own) {}

  /**
   * Takes a document.
   *
   * @param base where the API is, in place of what the document says; or where the document is, if
   *     that says it from there; null if neither is needed
   * @throws OpenApiException if it is none of OpenAPI 3
   */
  public OpenApiDocument(JsonNode document, @Nullable String base) {
    if (!document.path("openapi").asText().startsWith("3.")) {
      String what = document.has("swagger") ? "Swagger 2; convert it to OpenAPI 3" : "no OpenAPI 3";
      throw new OpenApiException("the document is " + what);
    }
    this.document = document;
    this.base = base;
    this.references = new References(document);
    document.path("paths").properties().forEach(path -> add(path.getKey(), path.getValue()));
  }

  private void add(String path, JsonNode item) {
    JsonNode shared = references.resolve(item);
    shared
        .properties()
        .forEach(
            field -> {
              if (METHODS.contains(field.getKey())) {
                String method = field.getKey().toUpperCase(Locale.ROOT);
                JsonNode own = field.getValue();
                String id = own.path("operationId").asText("");
                String name = id.isEmpty() ? method + " " + path : id;
                operations.putIfAbsent(name, new Operation(name, method, path, shared, own));
              }
            });
  }

  /** All operations: their ids, or {@code METHOD /path} where they have none. */
  public List<String> operations() {
    return new ArrayList<>(operations.keySet());
  }

  /** What an operation is for, in a line. */
  public String summary(String operation) {
    JsonNode own = find(operation).own();
    String summary = own.path("summary").asText(own.path("description").asText(""));
    return summary.strip().lines().findFirst().orElse("");
  }

  /**
   * An operation as a tool.
   *
   * @throws OpenApiException if there is none of that name, or no tool can be made of it
   */
  public OperationTool tool(String operation) {
    Operation found = find(operation);
    return new OperationReader(document, references, found, server(found)).tool();
  }

  private Operation find(String name) {
    Operation found = operations.get(name);
    if (found == null) {
      throw new OpenApiException("the document has no operation '" + name + "'");
    }
    return found;
  }

  /** Without a slash at its end. */
  private String server(Operation operation) {
    JsonNode server = operation.own().path("servers").path(0);
    server = server.isMissingNode() ? operation.shared().path("servers").path(0) : server;
    server = server.isMissingNode() ? document.path("servers").path(0) : server;
    String url = server.path("url").asText("/");
    for (Map.Entry<String, JsonNode> variable : server.path("variables").properties()) {
      String value = variable.getValue().path("default").asText();
      url = url.replace("{" + variable.getKey() + "}", value);
    }
    HttpUrl from = base == null ? null : HttpUrl.parse(base);
    HttpUrl whole = from == null ? HttpUrl.parse(url) : from.resolve(url);
    if (whole == null || url.contains("{")) {
      throw new OpenApiException("the document does not say where the API is: " + url);
    }
    String text = whole.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
