// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model can do, by its name: models of one API differ in what they refuse. Names are those
 * of Anthropic, Bedrock and Vertex, such as {@code claude-opus-4-1-20250805}. A name of another
 * kind is some other server's that speaks this protocol, and is asked for nothing that was added
 * late.
 *
 * @param family such as {@code opus}; empty for other servers' models
 * @param generation ten times the version: 45 for 4.5; 0 for other servers' models
 */
record ClaudeModel(String family, int generation) {
  private static final Pattern FAMILY_FIRST =
      Pattern.compile("claude-([a-z]+)-(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");
  private static final Pattern VERSION_FIRST =
      Pattern.compile("claude-v?(\\d)(?:[-.](\\d))?(?!\\d)(?:-([a-z]+))?");

  private static final int SHORTEST_PREFIX = 1_024;

  static ClaudeModel of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher now = FAMILY_FIRST.matcher(lower);
    if (now.find()) {
      return new ClaudeModel(now.group(1), generation(now.group(2), now.group(3)));
    }
    Matcher once = VERSION_FIRST.matcher(lower);
    if (once.find()) {
      String family = once.group(3) == null ? "" : once.group(3);
      return new ClaudeModel(family, generation(once.group(1), once.group(2)));
    }
    return new ClaudeModel("", 0);
  }

  private static int generation(String major, String minor) {
    return Integer.parseInt(major) * 10
        + (minor == null ? 0 : Math.min(9, Integer.parseInt(minor)));
  }

  /** Whether an answer can be held to a JSON Schema: since 4.1. */
  boolean takesOutputFormat() {
    return generation >= 41;
  }

  /** Whether an answer can be begun for it: until 4.5, after which that is refused. */
  boolean takesPrefill() {
    return generation < 46;
  }

  /** Whether it decides itself how long to think, guided by a word: since 4.6. */
  boolean thinksByEffort() {
    return generation >= 46;
  }

  /** Whether it thinks within a number of tokens: from 3.7 to 4.5. */
  boolean thinksByBudget() {
    return generation >= 37 && generation < 46;
  }

  /** The fewest tokens that its prompt cache keeps. */
  int shortestCachedPrefix() {
    boolean large = (generation == 45 && !family.equals("sonnet")) || isOpus46();
    boolean oldHaiku = family.equals("haiku") && generation < 45;
    return large ? 4 * SHORTEST_PREFIX : oldHaiku ? 2 * SHORTEST_PREFIX : SHORTEST_PREFIX;
  }

  private boolean isOpus46() {
    return family.equals("opus") && generation == 46;
  }
}
