// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.template.JsonTemplate;
import dev.millrace.template.Template;
import dev.millrace.template.TemplateException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts and JSON with tags in them. Their syntax is checked here; whether what they name can exist,
 * when all is read.
 */
record Templates<T>(Kind<T> of, Function<T, Set<String>> names) implements Kind<T> {

  static Templates<String> text() {
    return new Templates<>(source("a text such as Hello {{request.user}}"), Templates::inText);
  }

  /** A value of a header or a query: a template without line breaks. */
  static Templates<String> line() {
    return new Templates<>(Texts.line(), Templates::inText);
  }

  /** The host of a URL is no template: no argument may choose where a call goes. */
  static Templates<String> url() {
    return new Templates<>(
        new Scalar<>(
            Scalar.Quotes.NEEDED,
            "an http or https URL whose host is fixed",
            "a URL such as https://shop.example.com/orders/{{order_id}}",
            text -> isUrl(text) ? text : null),
        source -> Template.url(source).names());
  }

  static Templates<JsonNode> json() {
    return new Templates<>(new Json(), tree -> JsonTemplate.of(tree).names());
  }

  /** A JSON object. */
  static Templates<JsonNode> object() {
    Kind<JsonNode> object =
        new Kind<>() {
          @Override
          public @Nullable JsonNode read(At at) {
            if (at.node() instanceof Yaml.Mapping) {
              return new Json().read(at);
            }
            at.isNot("a mapping", such());
            return null;
          }

          @Override
          public String such() {
            return "a mapping such as {order_id: \"{{extract.order_id}}\"}";
          }
        };
    return new Templates<>(object, tree -> JsonTemplate.of(tree).names());
  }

  @Override
  public @Nullable T read(At at) {
    T source = of.read(at);
    if (source == null) {
      return null;
    }
    try {
      at.context().use(at, names.apply(source));
      return source;
    } catch (TemplateException e) {
      String where = e.line() > 1 ? " in its line " + e.line() : "";
      at.mistake(
          "the template cannot be read" + where + ": " + e.reason(),
          "write tags as {{name}}, and close each {{#name}} with {{/name}}");
      return null;
    }
  }

  @Override
  public String such() {
    return of.such();
  }

  private static Set<String> inText(String source) {
    return Template.text(source).names();
  }

  private static Kind<String> source(String such) {
    int most = Template.MAX_SOURCE_CHARS;
    return new Scalar<>(
        Scalar.Quotes.NEEDED, "a text", such, text -> text.length() <= most ? text : null);
  }

  private static boolean isUrl(String text) {
    int tag = text.indexOf("{{");
    String fixed = tag < 0 ? text : text.substring(0, tag);
    boolean hostEnds = tag < 0 || fixed.matches("(?s)https?://[^/?#]+[/?#].*");
    String filled = text.replaceAll("\\{\\{[^{}]*}}", "x");
    return hostEnds && Texts.isHttp(filled.contains("{{") ? fixed : filled);
  }
}
