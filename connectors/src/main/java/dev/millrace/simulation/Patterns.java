// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.regex.Pattern;

/** Patterns made while answering, which are the same for the same tools: compiled once. */
final class Patterns {

  private static final Lru<String, Pattern> COMPILED = new Lru<>(4_096);

  private Patterns() {}

  static Pattern of(String regex) {
    return COMPILED.computeIfAbsent(regex, Pattern::compile);
  }

  /** Whether the whole text matches. */
  static boolean match(String regex, CharSequence text) {
    return of(regex).matcher(text).matches();
  }

  /** The text without what matches. */
  static String cut(String regex, CharSequence text) {
    return of(regex).matcher(text).replaceAll("");
  }
}
