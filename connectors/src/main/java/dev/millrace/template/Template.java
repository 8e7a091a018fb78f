// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with Mustache tags, such as {@code Hello {{user.name}}}. It is read once, may be rendered
 * by many threads at once, and sees only the data it is given: maps, lists, scalars and JSON.
 */
public final class Template {
  /** The longest template, in characters. */
  public static final int MAX_SOURCE_CHARS = 1 << 20;

  /** The longest text a template renders to, in characters. */
  public static final int MAX_RENDERED_CHARS = 1 << 24;

  private static final Pattern LINE = Pattern.compile(" @ line (\\d+)");
  private static final Mustache.Compiler PLAIN =
      Mustache.compiler().escapeHTML(false).withLoader(Template::refuse);
  private static final Mustache.Compiler TEXT =
      PLAIN
          .withCollector(new JsonCollector(false))
          .withFormatter(Template::asText)
          .defaultValue("");
  private static final Mustache.Compiler URL =
      PLAIN.withCollector(new JsonCollector(true)).withFormatter(Template::asUrlPart);

  /** A part of a template. */
  public sealed interface Piece {

    /** What is the same whenever the template is rendered. */
    record Words(String text) implements Piece {}

    /**
     * What is asked for, by a tag or a section.
     *
     * @param path dotted, as it is written
     */
    record Name(String path) implements Piece {}
  }

  private final com.samskivert.mustache.Template compiled;
  private final Set<String> names;

  private Template(String source, Mustache.Compiler compiler) {
    if (source.length() > MAX_SOURCE_CHARS) {
      throw new TemplateException(1, "longer than " + MAX_SOURCE_CHARS + " characters");
    }
    SyntaxCheck.beforeCompile(source);
    this.compiled = compile(source, compiler);
    SyntaxCheck.afterCompile(source, compiled);
    this.names = Names.of(compiled);
  }

  /**
   * A template of plain text: what is missing renders as nothing, an object or list as compact
   * JSON, everything else as it is.
   *
   * @throws TemplateException if its syntax is wrong
   */
  public static Template text(String source) {
    return new Template(source, TEXT);
  }

  /**
   * A template of a URL: each value is percent-encoded, so it stays within its path segment or
   * query value. What is missing or empty, or would climb as {@code ..}, is refused when rendered,
   * since it would reach another resource than the one meant.
   *
   * @throws TemplateException if its syntax is wrong
   */
  public static Template url(String source) {
    return new Template(source, URL);
  }

  /**
   * Fills the template.
   *
   * @param context nested maps, lists, strings, numbers, booleans, nulls and {@link JsonNode}s
   * @throws RenderException if the data does not fit
   * @throws IllegalArgumentException if the context holds anything else
   */
  public String render(Object context) {
    LimitedWriter rendered = new LimitedWriter(MAX_RENDERED_CHARS);
    try {
      compiled.execute(Context.of(context), rendered);
    } catch (MustacheException.Context e) {
      throw new RenderException("no value for " + e.key);
    }
    return rendered.toString();
  }

  /**
   * What the template asks for, as dotted paths; without the names inside sections, which may
   * belong to the section's own items.
   */
  public Set<String> names() {
    return names;
  }

  /** What it is made of, in order; what is inside sections as well. */
  public List<Piece> pieces() {
    return Pieces.of(compiled);
  }

  private static com.samskivert.mustache.Template compile(
      String source, Mustache.Compiler compiler) {
    try {
      return compiler.compile(source);
    } catch (MustacheParseException e) {
      String message = String.valueOf(e.getMessage());
      Matcher line = LINE.matcher(message);
      int number = line.find() ? Integer.parseInt(line.group(1)) : 1;
      throw new TemplateException(number, LINE.matcher(message).replaceAll(""));
    }
  }

  private static String asText(Object value) {
    if (value instanceof JsonNode json) {
      return json.isContainerNode() ? json.toString() : json.isNull() ? "" : json.asText();
    }
    return String.valueOf(value);
  }

  private static String asUrlPart(Object value) {
    String text = asText(value);
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new RenderException("a value in the URL is empty or a dot segment");
    }
    return Percent.encode(text);
  }

  private static java.io.Reader refuse(String name) {
    throw new TemplateException(1, "partials are not supported: " + name);
  }
}
