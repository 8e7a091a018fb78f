// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void fillsATextFromMapsListsAndJson() throws Exception {
    Template template = Template.text("{{user.name}} has {{order.lines.1.count}} of {{n}}.");

    String text =
        template.render(
            Map.of(
                "user", Map.of("name", "Ann"),
                "order", json("{\"lines\":[{\"count\":1},{\"count\":2}]}"),
                "n", 7));

    assertThat(text).isEqualTo("Ann has 2 of 7.");
  }

  @Test
  void rendersWhatIsMissingAsNothing() {
    assertThat(Template.text("[{{a}}{{b.c.d}}{{n}}]").render(json("{\"b\":{},\"n\":null}")))
        .isEqualTo("[]");
  }

  @Test
  void rendersObjectsAndListsAsCompactJsonWithoutHtmlEscapes() {
    assertThat(
            Template.text("{{o}} {{l}} {{s}}")
                .render(json("{'o':{'a': \"<b>\"},'l':[1, 2],'s':\"<&'\"}")))
        .isEqualTo("{\"a\":\"<b>\"} [1,2] <&'");
  }

  @Test
  void repeatsSectionsAndSkipsFalseOnes() {
    JsonNode context =
        json("{'items':[{'n':'a'},{'n':'b'},null],'no':false,'yes':true,'empty':'','none':[]}");

    assertThat(Template.text("{{#items}}<{{n}}>{{/items}}").render(context)).isEqualTo("<a><b><>");
    assertThat(
            Template.text(
                    "{{#no}}1{{/no}}{{#empty}}2{{/empty}}{{#none}}3{{/none}}{{#gone}}4{{/gone}}")
                .render(context))
        .isEmpty();
    assertThat(Template.text("{{#yes}}y{{/yes}}{{^no}}n{{/no}}{{^gone}}g{{/gone}}").render(context))
        .isEqualTo("yng");
  }

  @Test
  void rendersNullsInsideAList() {
    assertThat(
            Template.text("{{#l}}[{{.}}]{{/l}}").render(Map.of("l", Arrays.asList(1, null, true))))
        .isEqualTo("[1][][true]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{#open}}", "{{/closed}}", "one\n{{#a}}x{{/b}}", "{{unfinished", "{{}}"})
  void refusesBadSyntax(String source) {
    assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> Template.text(source));
  }

  @Test
  void saysWhereTheSyntaxIsWrong() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> Template.text("fine\nfine\n{{#a}}x{{/b}}"))
        .satisfies(e -> assertThat(e.line()).isEqualTo(3))
        .satisfies(e -> assertThat(e.reason()).contains("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{>secret}}", "{{#a}}{{>secret}}{{/a}}", "{{<p}}{{/p}}", "{{$b}}{{/b}}"})
  void refusesToBringInOtherTemplates(String source) {
    assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> Template.text(source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{text.class}}",
        "{{text.length}}",
        "{{list.size}}",
        "{{map.entrySet}}",
        "{{map.class.name}}",
        "{{text.bytes}}"
      })
  void seesNoJavaBehindTheData(String source) {
    assertThat(
            Template.text(source)
                .render(Map.of("text", "t", "list", List.of(1), "map", Map.of("a", 1))))
        .isEmpty();
  }

  @Test
  void refusesObjectsThatAreNoData() {
    assertThatThrownBy(() -> Template.text("{{a}}").render(Map.of("a", new Thread())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void rendersNoMoreThanTheLimit() {
    Template template = Template.text("{{#l}}{{big}}{{/l}}");
    Map<String, Object> context =
        Map.of("l", List.of(1, 1, 1, 1, 1), "big", "x".repeat(Template.MAX_RENDERED_CHARS / 4));

    assertThatExceptionOfType(RenderException.class).isThrownBy(() -> template.render(context));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a%2Fb",
    "../x, ..%2Fx",
    "a b&c=d, a%20b%26c%3Dd",
    "%2e%2e, %252e%252e",
    "é€, %C3%A9%E2%82%AC",
    "-._~, -._~",
    "'?#', %3F%23",
    "a@b:c, a%40b%3Ac"
  })
  void keepsAValueWithinItsPartOfAUrl(String value, String encoded) {
    assertThat(Template.url("https://h/{{v}}/x").render(Map.of("v", value)))
        .isEqualTo("https://h/" + encoded + "/x");
    assertThat(Template.url("https://h/{{{v}}}").render(Map.of("v", value)))
        .isEqualTo("https://h/" + encoded);
    assertThat(Template.url("https://h/{{&v}}").render(Map.of("v", value)))
        .isEqualTo("https://h/" + encoded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'id':null}", "{'id':''}", "{'id':'.'}", "{'id':'..'}"})
  void refusesAUrlThatWouldReachAnotherResource(String context) {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> Template.url("https://h/orders/{{id}}").render(json(context)));
  }

  @Test
  void namesTheMissingHole() {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> Template.url("/{{order.id}}").render(json("{'order':{}}")))
        .withMessage("no value for order.id");
  }

  @Test
  void tellsWhatItAsksForAtItsTopLevel() {
    assertThat(
            Template.text("{{a.b}} {{#list}}{{item}}{{/list}}{{^none}}-{{/none}} {{{c}}}").names())
        .containsExactlyInAnyOrder("a.b", "list", "none", "c");
  }

  @Test
  void tellsWhatItIsMadeOfInOrder() {
    assertThat(
            Template.text("Of {{a.b}}: {{#list}}one {{item}}{{/list}}{{^none}}-{{/none}}").pieces())
        .containsExactly(
            new Template.Piece.Words("Of "),
            new Template.Piece.Name("a.b"),
            new Template.Piece.Words(": "),
            new Template.Piece.Name("list"),
            new Template.Piece.Words("one "),
            new Template.Piece.Name("item"),
            new Template.Piece.Name("none"),
            new Template.Piece.Words("-"));
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER
          .reader()
          .with(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
