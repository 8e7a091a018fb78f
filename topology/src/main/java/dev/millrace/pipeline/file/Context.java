// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** One reading of one file: what is handed in, and what is gathered on the way. */
final class Context {
  private final String file;
  private final Path directory;
  private final Environment environment;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<TemplateUse> templates = new ArrayList<>();

  /** A name that stands for something under another section. */
  record Reference(Section section, String name, At at) {}

  /** A template, and what it asks for. */
  record TemplateUse(At at, Set<String> names) {}

  /**
   * A reading.
   *
   * @param directory where relative paths of secrets begin
   */
  Context(String file, Path directory, Environment environment) {
    this.file = file;
    this.directory = directory;
    this.environment = environment;
  }

  Path directory() {
    return directory;
  }

  Environment environment() {
    return environment;
  }

  void mistake(int line, int column, String key, String message, String mend) {
    mistakes.add(new Mistake(file, line, column, key, message, mend));
  }

  void warning(At at, String message, String mend) {
    warnings.add(new Warning(file, at.node().line(), at.node().column(), at.key(), message, mend));
  }

  void refer(Section section, String name, At at) {
    references.add(new Reference(section, name, at));
  }

  void use(At at, Set<String> names) {
    templates.add(new TemplateUse(at, names));
  }

  int mistakeCount() {
    return mistakes.size();
  }

  /** In the order of the file. */
  List<Mistake> mistakes() {
    return mistakes.stream()
        .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
        .distinct()
        .toList();
  }

  /** In the order of the file. */
  List<Warning> warnings() {
    return warnings.stream()
        .sorted(Comparator.comparingInt(Warning::line).thenComparingInt(Warning::column))
        .toList();
  }

  List<Reference> references() {
    return references;
  }

  List<TemplateUse> templates() {
    return templates;
  }
}
