// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds secrets that stand in the pipeline file itself, where they may not: its text is kept in a
 * topic, beside the runs that were begun under it.
 */
final class Literals {
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie");
  private static final Pattern SECRET_WORDS =
      Pattern.compile("api[-_]?key|token|secret|password|credential");
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:-[^}]+}");

  private Literals() {}

  /** True if a secret is written here, or as a variable's default, and not read from elsewhere. */
  static boolean hold(String raw) {
    return !raw.isBlank() && (!Variables.in(raw) || DEFAULT.matcher(raw).find());
  }

  /** A header or variable that by its name is secret is made of variables, or of a call. */
  static void checkNamed(At values) {
    values
        .entries()
        .forEach(
            (name, value) -> {
              if (namesASecret(name) && value.node() instanceof Yaml.Text text && isFixed(text)) {
                value.mistake("a secret stands in the file", "write \"${NAME}\" in its place");
              }
            });
  }

  private static boolean isFixed(Yaml.Text text) {
    return hold(text.raw()) && !text.raw().contains("{{");
  }

  private static boolean namesASecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET_HEADERS.contains(lower) || SECRET_WORDS.matcher(lower).find();
  }
}
