// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void saysASchemaInTheWordsOfTheApi() throws Exception {
    String schema =
        """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
         "additionalProperties": false, "required": ["id"],
         "properties": {
           "id": {"type": ["string", "null"], "pattern": "^a", "format": "uuid"},
           "kind": {"const": "order"},
           "title": {"enum": ["a", "b"]},
           "list": {"type": "array", "maxItems": 3, "items": {"type": "integer", "minimum": 1, "format": "int32"}},
           "any": {"oneOf": [{"type": "number"}, {"type": "boolean"}]}}}
        """;

    assertThat(ContentSchema.plain(JSON.readTree(schema)))
        .isEqualTo(
            JSON.readTree(
                """
                {"type": "OBJECT", "required": ["id"],
                 "properties": {
                   "id": {"type": "STRING", "nullable": true, "pattern": "^a"},
                   "kind": {"enum": ["order"], "type": "STRING"},
                   "title": {"enum": ["a", "b"], "type": "STRING"},
                   "list": {"type": "ARRAY", "maxItems": 3,
                            "items": {"type": "INTEGER", "minimum": 1, "format": "int32"}},
                   "any": {"anyOf": [{"type": "NUMBER"}, {"type": "BOOLEAN"}]}}}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{}",
        "{\"type\":\"object\"}",
        "{\"type\":[\"string\",\"integer\"]}",
        "{\"type\":\"null\"}",
        "{\"enum\":[1,2]}",
        "{\"$ref\":\"#/$defs/a\"}",
        "{\"type\":\"number\",\"exclusiveMinimum\":0}",
        "{\"type\":\"array\",\"items\":{\"not\":{}}}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"if\":{}}}}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
            + "\"additionalProperties\":{\"type\":\"string\"}}",
        "{\"anyOf\":[{\"type\":\"string\"}],\"oneOf\":[{\"type\":\"number\"}]}"
      })
  void sendsAsItIsWhatTheseWordsCannotSay(String schema) throws Exception {
    ObjectNode into = JSON.createObjectNode();

    ContentSchema.put(into, "plain", "json", JSON.readTree(schema));

    assertThat(into.path("json")).isEqualTo(JSON.readTree(schema));
    assertThat(into).hasSize(1);
  }
}
