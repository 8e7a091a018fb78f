// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model can do, by its name, such as {@code gemini-2.5-flash-lite}: models of one API differ
 * in what they refuse.
 *
 * @param generation ten times the version: 25 for 2.5; 0 for other names, which are asked for
 *     nothing that was added late
 * @param family such as {@code flash-lite}; empty for other names
 */
record GeminiModel(int generation, String family) {
  private static final Pattern NAME =
      Pattern.compile("gemini-(\\d)(?:\\.(\\d))?-(pro|flash-lite|flash)?");

  private static final Pattern LATEST = Pattern.compile("gemini-(pro|flash|flash-lite)-latest");

  static GeminiModel of(String name) {
    Matcher told = NAME.matcher(name.toLowerCase(Locale.ROOT));
    if (!told.find()) {
      return new GeminiModel(LATEST.matcher(name).matches() ? 30 : 0, "");
    }
    int minor = told.group(2) == null ? 0 : Integer.parseInt(told.group(2));
    String family = told.group(3) == null ? "" : told.group(3);
    return new GeminiModel(Integer.parseInt(told.group(1)) * 10 + minor, family);
  }

  /** Whether it thinks within a number of tokens: those of 2.5. */
  boolean thinksByBudget() {
    return generation == 25;
  }

  /** Whether it is told by a word how much to think, and wants its signatures back: since 3. */
  boolean thinksByLevel() {
    return generation >= 30;
  }

  /** Whether it knows no level between the lowest and the highest: the Pro of 3.0. */
  boolean thinksLittleOrMuch() {
    return generation == 30 && family.equals("pro");
  }

  /** Whether an answer can be held to a schema while tools are offered: since 3. */
  boolean takesSchemaWithTools() {
    return generation >= 30;
  }

  /** The fewest tokens that its prompt cache keeps, as the API's page on caching has them. */
  int shortestCachedPrefix() {
    return generation >= 30 ? 4_096 : 2_048;
  }

  /** The fewest tokens that it may be given to think in, besides none. */
  int leastBudget() {
    return family.equals("flash-lite") ? 512 : 128;
  }

  /** Whether it can be told not to think at all. */
  boolean canDoWithoutThinking() {
    return !family.equals("pro");
  }
}
