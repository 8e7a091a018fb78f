// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.tool.ToolArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiDocumentTest {
  private static final String SHOP =
      """
      openapi: 3.0.3
      servers: [{url: "https://{place}.shop.test/v1/", variables: {place: {default: eu}}}]
      security: [{key: []}]
      components:
        securitySchemes:
          key: {type: apiKey, in: header, name: X-Shop-Key}
          none: {type: http, scheme: bearer}
        parameters:
          id: {name: order-id, in: path, required: true, schema: {type: string}, description: Its number.}
        schemas:
          Item:
            type: object
            required: [sku, id]
            properties:
              id: {type: string, readOnly: true}
              sku: {type: string, nullable: true, example: A-1}
              count: {type: integer, minimum: 0, exclusiveMinimum: true}
              parts: {type: array, items: {$ref: "#/components/schemas/Item"}}
      paths:
        /orders/{order-id}:
          parameters: [{$ref: "#/components/parameters/id"}]
          get:
            operationId: getOrder
            summary: Looks up an order.
            parameters:
              - {name: expand, in: query, schema: {type: array, items: {type: string}}}
              - {name: X-Trace, in: header, schema: {type: string}}
              - {name: Accept, in: header, schema: {type: string}}
          put:
            operationId: change.order
            description: Changes an order.
            requestBody:
              required: true
              content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}
        /items:
          post:
            security: [{none: []}]
            requestBody:
              content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}
        /files:
          post:
            operationId: upload
            requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}
        /odd/{gone}: {get: {operationId: odd}}
        /out: {get: {operationId: out, parameters: [{$ref: "other.yaml#/p"}]}}
        /ring: {get: {operationId: ring, parameters: [{$ref: "#/paths/~1ring/get/parameters/0"}]}}
      """;

  private final OpenApiDocument shop = new OpenApiDocument(yaml(SHOP), null);

  @Test
  void namesItsOperations() {
    assertThat(shop.operations())
        .containsExactly("getOrder", "change.order", "POST /items", "upload", "odd", "out", "ring");
    assertThat(shop.summary("getOrder")).isEqualTo("Looks up an order.");
  }

  @Test
  void makesAReadOfPathQueryAndHeaders() {
    OperationTool tool = shop.tool("getOrder");

    assertThat(tool.method()).isEqualTo("GET");
    assertThat(tool.url()).isEqualTo("https://eu.shop.test/v1/orders/{{order_id}}");
    assertThat(tool.query()).isEqualTo(Map.of("expand", "{{expand}}"));
    assertThat(tool.headers())
        .isEqualTo(Map.of("X-Trace", "{{X_Trace}}", "X-Shop-Key", "${KEY_TOKEN}"));
    assertThat(tool.body()).isNull();
    assertThat(tool.parameters())
        .isEqualTo(
            yaml(
                """
                type: object
                properties:
                  order_id: {type: string, description: Its number.}
                  expand: {type: string, description: Several are separated by commas.}
                  X_Trace: {type: string}
                required: [order_id]
                """));
  }

  @Test
  void sendsArgumentsAsTheBodyWhereThereIsNothingBeside() {
    OperationTool tool = shop.tool("POST /items");

    assertThat(tool.name()).isEqualTo("POST_items");
    assertThat(tool.headers()).isEqualTo(Map.of("Authorization", "Bearer ${NONE_TOKEN}"));
    assertThat(tool.body()).isNull();
    assertThat(tool.parameters().path("required")).hasToString("[\"sku\"]");
    assertThat(tool.parameters().at("/properties/id").isMissingNode()).isTrue();
    assertThat(tool.parameters().at("/properties/sku"))
        .hasToString("{\"type\":[\"string\",\"null\"]}");
    assertThat(tool.parameters().at("/properties/count"))
        .hasToString("{\"type\":\"integer\",\"exclusiveMinimum\":0}");
    assertThat(tool.parameters().at("/properties/parts/items")).hasToString("{}");
  }

  @Test
  void makesABodyBesidePathParametersAnArgument() {
    OperationTool tool = shop.tool("change.order");

    assertThat(tool.name()).isEqualTo("change_order");
    assertThat(String.valueOf(tool.body())).isEqualTo("\"{{body}}\"");
    assertThat(tool.parameters().path("required")).hasToString("[\"order_id\",\"body\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upload | its body is no JSON",
        "odd | its path has a parameter that it does not describe",
        "out | only references within the document are followed",
        "ring | references in a ring",
        "none | the document has no operation 'none'"
      })
  void saysOfWhatNoToolCanBeMade(String operation, String why) {
    assertThatThrownBy(() -> shop.tool(operation))
        .isInstanceOf(OpenApiException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{swagger: '2.0'} | convert it to OpenAPI 3",
        "{a: 1} | no OpenAPI 3",
        "[] | no OpenAPI 3"
      })
  void refusesOtherDocuments(String document, String why) {
    assertThatThrownBy(() -> new OpenApiDocument(yaml(document), null))
        .isInstanceOf(OpenApiException.class)
        .hasMessageContaining(why);
  }

  @Test
  void findsTheApiFromWhereItsDocumentIs() {
    String relative = "{openapi: 3.1.0, servers: [{url: /v2}], paths: {/a: {get: {}}}}";
    String base = "https://x.test/docs/openapi.json";

    assertThat(new OpenApiDocument(yaml(relative), base).tool("GET /a").url())
        .isEqualTo("https://x.test/v2/a");
    assertThatThrownBy(() -> new OpenApiDocument(yaml(relative), null).tool("GET /a"))
        .hasMessageContaining("does not say where the API is");
  }

  /** A document that others wrote; it is no part of this project. */
  @Test
  void makesToolsOfARealDocument() throws IOException {
    String set = System.getProperty("millrace.data", "../../shared/data");
    Optional<Path> file =
        Stream.of(Path.of(set, "restbench/specs/spotify_oas.json"))
            .filter(Files::isRegularFile)
            .findFirst();
    assumeTrue(file.isPresent(), "skipped: no document here, see -Dmillrace.data");
    OpenApiDocument document =
        new OpenApiDocument(new ObjectMapper().readTree(file.orElseThrow().toFile()), null);

    assertThat(document.operations()).hasSizeGreaterThan(30);
    for (String operation : document.operations()) {
      OperationTool tool = document.tool(operation);
      assertThat(new ToolArguments(tool.parameters())).isNotNull();
      assertThat(tool.url()).startsWith("https://api.spotify.com/v1/");
    }
  }

  private static JsonNode yaml(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
