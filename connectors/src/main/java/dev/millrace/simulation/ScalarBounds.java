// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;

/** What a JSON Schema allows for a number or a string. */
final class ScalarBounds {

  private static final String FILLER = ".";

  private ScalarBounds() {}

  static boolean hold(JsonNode value, JsonNode schema) {
    if (value.isNumber()) {
      double number = value.asDouble();
      return within(schema, number) == number;
    }
    return !value.isTextual()
        || (TextPatterns.type(schema).equals("string")
            && text(schema, value.asText()).equals(value.asText()));
  }

  static double within(JsonNode schema, double wish) {
    double least =
        schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(-1e15) + 1e-9);
    double most =
        schema.path("maximum").asDouble(schema.path("exclusiveMaximum").asDouble(1e15) - 1e-9);
    if (TextPatterns.type(schema).equals("integer")) {
      least = Math.ceil(least);
      most = Math.floor(most);
    }
    return Math.min(most, Math.max(least, wish));
  }

  static String text(JsonNode schema, String wish) {
    String formatted =
        switch (schema.path("format").asText()) {
          case "date-time" -> Patterns.match("\\d{4}-.*T.*", wish) ? wish : "1970-01-01T00:00:00Z";
          case "date" -> Patterns.match("\\d{4}-\\d\\d-\\d\\d", wish) ? wish : "1970-01-01";
          case "email" -> Patterns.match("\\S+@\\S+", wish) ? wish : "someone@example.com";
          case "uuid" ->
              Patterns.match("[0-9a-f-]{36}", wish) ? wish : "00000000-0000-4000-8000-000000000000";
          case "uri" -> Patterns.match("\\w+:\\S+", wish) ? wish : "https://example.com/";
          default -> wish;
        };
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int least = schema.path("minLength").asInt(0);
    String cut = formatted.substring(0, Math.min(most, formatted.length()));
    return cut + FILLER.repeat(Math.max(0, Math.min(least, 10_000) - cut.length()));
  }
}
