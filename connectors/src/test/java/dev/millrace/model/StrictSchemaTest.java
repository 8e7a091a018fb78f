// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"string\",\"pattern\":\"^a\"}",
        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
        "{\"enum\":[\"default\",{\"type\":\"object\"}]}"
      })
  void allowsWhatCanBeHeldTo(String property) throws Exception {
    assertThat(StrictSchema.allows(closedWith("default", property))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\"}",
        "{\"type\":\"object\",\"properties\":{\"b\":{}},\"additionalProperties\":false}",
        "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{}}}",
        "{\"type\":\"string\",\"default\":\"a\"}",
        "{\"oneOf\":[{\"type\":\"string\"}]}",
        "{\"anyOf\":[{\"not\":{}}]}"
      })
  void allowsNothingThatStrictModeRefuses(String property) throws Exception {
    assertThat(StrictSchema.allows(closedWith("a", property))).isFalse();
  }

  private static JsonNode closedWith(String name, String property) throws IOException {
    return JSON.readTree(
        "{\"type\":\"object\",\"properties\":{\"%s\":%s},\"required\":[\"%s\"],"
                .formatted(name, property, name)
            + "\"additionalProperties\":false}");
  }
}
