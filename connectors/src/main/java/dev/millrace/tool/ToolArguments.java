// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The arguments a tool takes, by its JSON Schema. The schema is read once, and fetches nothing from
 * anywhere. This class is thread-safe.
 */
public final class ToolArguments {
  /** Longer arguments are a mistake, whatever the schema says. */
  public static final int MAX_CHARS = 1 << 18;

  /** Longer ones are not remembered. */
  private static final int MAX_REMEMBERED_CHARS = 1 << 10;

  private static final int MAX_MISTAKES = 3;
  private static final int MAX_MESSAGE_CHARS = 400;

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .locale(Locale.ENGLISH)
          .regularExpressionFactory(BoundedPattern::of)
          .build();

  private final JsonSchema schema;

  /** What was last found to be right: a plan sends the same over and over. */
  private volatile String lastRight = "";

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException if it cannot be used, or refers to what is not in it
   */
  public ToolArguments(JsonNode parameters) {
    if (!parameters.isObject()) {
      throw new IllegalArgumentException("a JSON Schema must be an object");
    }
    SchemaLoops.refuse(parameters);
    try {
      this.schema = SCHEMAS.getSchema(parameters, CONFIG);
      schema.initializeValidators();
    } catch (JsonSchemaException e) {
      throw new IllegalArgumentException("unusable JSON Schema: " + e.getMessage(), e);
    }
  }

  /** What is wrong with a model's arguments, in words it can mend them by; empty if nothing is. */
  public Optional<String> mistake(String argumentsJson) {
    if (!argumentsJson.isEmpty() && argumentsJson.equals(lastRight)) {
      return Optional.empty();
    }
    Optional<String> mistake = found(argumentsJson);
    if (mistake.isEmpty() && argumentsJson.length() <= MAX_REMEMBERED_CHARS) {
      lastRight = argumentsJson;
    }
    return mistake;
  }

  private Optional<String> found(String argumentsJson) {
    if (argumentsJson.length() > MAX_CHARS) {
      return Optional.of("the arguments are longer than " + MAX_CHARS + " characters");
    }
    JsonNode arguments = ToolJson.arguments(argumentsJson);
    if (arguments == null) {
      return Optional.of(noObject(argumentsJson));
    }
    String mistakes;
    try {
      mistakes = BoundedPattern.within(() -> mistakes(arguments));
    } catch (BoundedPattern.TooLongException e) {
      return Optional.of("the arguments are too long for a pattern of the tool's schema");
    }
    return mistakes.isEmpty() ? Optional.empty() : Optional.of(shortened(mistakes));
  }

  private String mistakes(JsonNode arguments) {
    return schema.validate(arguments).stream()
        .limit(MAX_MISTAKES)
        .map(ValidationMessage::getMessage)
        .collect(Collectors.joining("; "));
  }

  private static String noObject(String text) {
    try {
      JsonNode other = ToolJson.read(text);
      return other.isObject()
          ? "the arguments are nested deeper than " + ToolJson.MAX_ARGUMENT_DEPTH
          : "the arguments must be a JSON object";
    } catch (JsonProcessingException e) {
      return "the arguments are not valid JSON: they must be one JSON object and nothing else";
    }
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "...";
  }
}
