// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.samskivert.mustache.Mustache;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Collects what a template asks for at its top level. Names inside a section are left out: they may
 * belong to what the section repeats over.
 */
final class Names implements Mustache.Visitor {
  private final Set<String> names = new LinkedHashSet<>();

  static Set<String> of(com.samskivert.mustache.Template template) {
    Names visitor = new Names();
    template.visit(visitor);
    return Set.copyOf(visitor.names);
  }

  @Override
  public void visitText(String text) {}

  @Override
  public void visitVariable(String name) {
    names.add(name);
  }

  @Override
  public boolean visitSection(String name) {
    names.add(name);
    return false;
  }

  @Override
  public boolean visitInvertedSection(String name) {
    names.add(name);
    return false;
  }

  @Override
  public boolean visitInclude(String name) {
    return false;
  }
}
