// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the file's patterns in texts that strangers wrote, at a bounded price. A pattern that would
 * cost more is one that is not found.
 */
final class Patterns {
  /** Only so much of a text's beginning is searched. */
  static final int MAX_CHARS = 4_096;

  /** Of one search, a hundred for every character: some milliseconds at worst. */
  static final int MAX_READS = 100 * MAX_CHARS;

  private Patterns() {}

  static boolean isFound(Pattern pattern, String text) {
    return search(pattern, text).isPresent();
  }

  /** The first group that took part, or else the whole match; never empty. */
  static Optional<String> extract(Pattern pattern, String text) {
    return search(pattern, text).map(Patterns::value).filter(value -> !value.isEmpty());
  }

  private static Optional<Matcher> search(Pattern pattern, String text) {
    Matcher matcher =
        pattern
            .matcher(new BoundedText(text, MAX_READS))
            .useAnchoringBounds(false) // "$" is the text's end, not where we stop searching
            .region(0, Math.min(text.length(), MAX_CHARS));
    try {
      return matcher.find() ? Optional.of(matcher) : Optional.empty();
    } catch (BoundedText.Exhausted tooMuch) {
      return Optional.empty();
    } catch (StackOverflowError tooDeep) {
      // The JDK's matcher recurses once per character of a repeated group.
      return Optional.empty();
    }
  }

  private static String value(Matcher match) {
    for (int group = 1; group <= match.groupCount(); group++) {
      if (match.start(group) >= 0) {
        return match.group(group);
      }
    }
    return match.group();
  }
}
