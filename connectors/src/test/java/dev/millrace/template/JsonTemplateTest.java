// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTemplateTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void keepsTheTypeOfALoneTag() throws Exception {
    JsonTemplate template =
        JsonTemplate.of(json("{\"id\":\"{{ id }}\",\"tags\":\"{{tags}}\",\"text\":\"no {{id}}\"}"));

    JsonNode filled = template.render(json("{\"id\":42,\"tags\":[\"a\",{\"b\":true}]}"));

    assertThat(filled)
        .isEqualTo(json("{\"id\":42,\"tags\":[\"a\",{\"b\":true}],\"text\":\"no 42\"}"));
  }

  @Test
  void leavesOutFieldsThatFindNothingAndKeepsPlacesInLists() throws Exception {
    JsonTemplate template =
        JsonTemplate.of(
            json(
                "{\"gone\":\"{{a.b}}\",\"null\":\"{{n}}\",\"list\":[1,\"{{a}}\"],\"meant\":null}"));

    assertThat(template.render(json("{\"n\":null}")))
        .isEqualTo(json("{\"list\":[1,null],\"meant\":null}"));
  }

  @Test
  void cannotBeBrokenByQuotesInValues() throws Exception {
    JsonTemplate template = JsonTemplate.of(json("{\"q\":\"say {{q}}\",\"limit\":10}"));

    assertThat(template.render(Map.of("q", "\",\"limit\":99,\"x\":\"")))
        .isEqualTo(json("{\"q\":\"say \\\",\\\"limit\\\":99,\\\"x\\\":\\\"\",\"limit\":10}"));
  }

  @Test
  void takesTheWholeContextOrAnIndexOfAList() throws Exception {
    assertThat(
            JsonTemplate.of(json("[\"{{.}}\",\"{{l.1}}\",\"{{l.x}}\",\"{{l.99999999999}}\"]"))
                .render(json("{\"l\":[1,2]}")))
        .isEqualTo(json("[{\"l\":[1,2]},2,null,null]"));
  }

  @Test
  void tellsWhatItAsksFor() throws Exception {
    assertThat(JsonTemplate.of(json("{\"a\":[\"{{x.y}}\",\"- {{z}}\"],\"b\":1}")).names())
        .containsExactlyInAnyOrder("x.y", "z");
  }

  @Test
  void refusesBadSyntaxAndEndlessNesting() throws Exception {
    JsonNode bad = json("{\"a\":\"{{#x}}\"}");
    JsonNode deep = json("[".repeat(100) + "]".repeat(100));

    assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> JsonTemplate.of(bad));
    assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> JsonTemplate.of(deep));
  }

  private static JsonNode json(String text) throws Exception {
    return MAPPER.readTree(text);
  }
}
