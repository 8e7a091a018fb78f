// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** How an operation wants to be called with a key: with a variable, since no key is in the file. */
final class SecurityReader {
  private final JsonNode document;
  private final References references;

  SecurityReader(JsonNode document, References references) {
    this.document = document;
    this.references = references;
  }

  /** Adds what the first way in asks for. */
  void add(JsonNode operation, Map<String, String> headers, Map<String, String> query) {
    JsonNode ways =
        operation.has("security") ? operation.path("security") : document.path("security");
    ways.path(0).fieldNames().forEachRemaining(name -> add(name, headers, query));
  }

  private void add(String name, Map<String, String> headers, Map<String, String> query) {
    JsonNode scheme =
        references.resolve(document.path("components").path("securitySchemes").path(name));
    String variable = "${" + OperationReader.identifier(name).toUpperCase(Locale.ROOT) + "_TOKEN}";
    String wire = scheme.path("name").asText();
    switch (scheme.path("type").asText() + " " + scheme.path("in").asText("")) {
      case "apiKey header" -> headers.put(wire, variable);
      case "apiKey query" -> query.put(wire, variable);
      case "http " -> headers.put("Authorization", httpWord(scheme) + " " + variable);
      case "oauth2 ", "openIdConnect " -> headers.put("Authorization", "Bearer " + variable);
      default -> {}
    }
  }

  private static String httpWord(JsonNode scheme) {
    return scheme.path("scheme").asText().equalsIgnoreCase("basic") ? "Basic" : "Bearer";
  }
}
