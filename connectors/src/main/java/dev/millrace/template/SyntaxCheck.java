// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses what the library lets pass: tags without a name or an end, and tags that would bring in
 * another template.
 */
final class SyntaxCheck implements Mustache.Visitor {
  private static final Pattern EMPTY_TAG = Pattern.compile("\\{\\{[{&#^/]?\\s*}}");

  private final boolean braces;

  private SyntaxCheck(boolean braces) {
    this.braces = braces;
  }

  static void beforeCompile(String source) {
    Matcher empty = EMPTY_TAG.matcher(source);
    if (empty.find()) {
      int line = 1 + (int) source.chars().limit(empty.start()).filter(c -> c == '\n').count();
      throw new TemplateException(line, "a tag has no name");
    }
  }

  static void afterCompile(String source, Template compiled) {
    boolean ownDelimiters = source.contains("{{=");
    compiled.visit(new SyntaxCheck(!ownDelimiters));
  }

  @Override
  public void visitText(String text) {
    if (braces && text.contains("{{")) {
      throw new TemplateException(1, "a tag is opened and never closed");
    }
  }

  @Override
  public void visitVariable(String name) {}

  @Override
  public boolean visitSection(String name) {
    return true;
  }

  @Override
  public boolean visitInvertedSection(String name) {
    return true;
  }

  @Override
  public boolean visitInclude(String name) {
    throw refused(name);
  }

  @Override
  public boolean visitParent(String name) {
    throw refused(name);
  }

  @Override
  public boolean visitBlock(String name) {
    throw refused(name);
  }

  private static TemplateException refused(String name) {
    return new TemplateException(1, "partials, parents and blocks are not supported: " + name);
  }
}
