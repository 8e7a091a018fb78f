// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolArgumentsTest {
  private final ToolArguments arguments =
      arguments(
          """
          {"$schema":"http://json-schema.org/draft-07/schema#","type":"object",
           "properties":{"city":{"type":"string"},"days":{"type":"integer","maximum":7},
                         "unit":{"enum":["C","F"]}},
           "required":["city"],"additionalProperties":false}
          """);

  @Test
  void findsNothingWrongWithWhatFits() {
    assertThat(arguments.mistake("{\"city\":\"Paris\",\"days\":3,\"unit\":\"C\"}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | city",
        "{\"city\":1} | city",
        "{\"city\":\"x\",\"days\":8} | 7",
        "{\"city\":\"x\",\"unit\":\"K\"} | unit",
        "{\"city\":\"x\",\"country\":1} | country",
        "[] | must be a JSON object",
        "null | must be a JSON object",
        "\"text\" | must be a JSON object",
        "{\"city\":'x'} | not valid JSON",
        "{\"city\":\"x\"} {} | not valid JSON",
        "{\"city\":\"x\",\"city\":\"y\"} | not valid JSON",
        "{\"city\": | not valid JSON",
        "'' | must be a JSON object",
      })
  void saysWhatAModelCanMend(String json, String words) {
    assertThat(arguments.mistake(json).orElseThrow()).contains(words).hasSizeLessThan(500);
  }

  @Test
  void whatWasRightBeforeIsRightAgainAndNothingElseIs() {
    String right = "{\"city\":\"Paris\"}";

    assertThat(arguments.mistake(right)).isEmpty();
    assertThat(arguments.mistake(right)).isEmpty();
    assertThat(arguments.mistake("{\"city\":1}")).isPresent();
    assertThat(arguments.mistake("")).isPresent();
    assertThat(arguments.mistake(right)).isEmpty();
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    String deep = "{\"city\":" + "[".repeat(50) + "]".repeat(50) + "}";
    String abyss = "{\"city\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
    String longText = "{\"city\":\"" + "x".repeat(ToolArguments.MAX_CHARS) + "\"}";

    assertThat(arguments.mistake(deep).orElseThrow()).contains("nested deeper than 32");
    assertThat(arguments.mistake(abyss)).isPresent();
    assertThat(arguments.mistake(longText).orElseThrow()).contains("longer than");
  }

  @Test
  void namesOnlyAFewOfManyMistakes() {
    StringBuilder many = new StringBuilder("{\"city\":\"x\"");
    for (int i = 0; i < 100; i++) {
      many.append(",\"unknown").append(i).append("\":1");
    }

    assertThat(arguments.mistake(many.append('}').toString()).orElseThrow()).hasSizeLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"$ref\":\"https://example.com/schema.json\"}",
        "{\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}}",
        "{\"$ref\":\"#/$defs/missing\"}",
        "{\"$ref\":\"#\"}",
        "{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"not\":{\"$ref\":\"#/$defs/a\"}}}}",
        "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}}",
        "{\"$dynamicRef\":\"#x\"}",
        "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}"
      })
  void refusesASchemaThatCannotBeUsed(String schema) {
    assertThatIllegalArgumentException().isThrownBy(() -> arguments(schema));
  }

  @Test
  void followsReferencesWithinTheSchema() {
    ToolArguments own =
        arguments(
            "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"number\"}}}");

    assertThat(own.mistake("{\"a\":1}")).isEmpty();
    assertThat(own.mistake("{\"a\":\"x\"}")).isPresent();
  }

  @Test
  void refusesASchemaThatGoesEverMoreWays() {
    StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/n0\",\"$defs\":{");
    for (int i = 0; i < 30; i++) {
      String next = "{\"$ref\":\"#/$defs/n" + (i + 1) + "\"}";
      schema.append("\"n" + i + "\":{\"anyOf\":[" + next + "," + next + "]},");
    }
    schema.append("\"n30\":{}}}");

    assertThatIllegalArgumentException().isThrownBy(() -> arguments(schema.toString()));
  }

  @Test
  void takesASchemaOfATree() {
    ToolArguments tree =
        arguments("{\"properties\":{\"child\":{\"$ref\":\"#\"},\"name\":{\"type\":\"string\"}}}");

    assertThat(tree.mistake("{\"child\":{\"child\":{\"name\":\"x\"}}}")).isEmpty();
    assertThat(tree.mistake("{\"child\":{\"child\":{\"name\":1}}}")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+$", "^(a|a)*$", "^(a|b|ab)*c$"})
  void givesUpOnAPatternThatWouldTryForEver(String pattern) {
    ToolArguments own = arguments("{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}");

    assertThat(own.mistake("{\"a\":\"" + "a".repeat(200_000) + "!\"}"))
        .contains("the arguments are too long for a pattern of the tool's schema");
    assertThat(own.mistake("{\"a\":\"" + "a".repeat(60) + "!\"}")).isPresent();
  }

  private static ToolArguments arguments(String schema) {
    try {
      return new ToolArguments(new ObjectMapper().readTree(schema));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
