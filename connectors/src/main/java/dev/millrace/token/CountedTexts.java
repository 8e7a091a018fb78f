// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.function.ToIntFunction;

/**
 * Remembers how many tokens long texts have. An agent sends what was said before with each of its
 * turns: without this each turn counts the whole conversation again. A tool's result is counted
 * where it arrives, so that whoever puts it into a prompt finds it counted. Thread-safe.
 */
final class CountedTexts {
  /** To count a shorter text is as quick as to look it up. */
  static final int LEAST_CHARS = 256;

  private record Text(EncodingType encoding, String text) {}

  private final Cache<Text, Integer> counted;

  /**
   * @param mostChars of all texts together
   */
  CountedTexts(long mostChars) {
    counted =
        Caffeine.newBuilder()
            .maximumWeight(mostChars)
            .weigher((Text text, Integer tokens) -> text.text().length())
            .executor(Runnable::run)
            .build();
  }

  int count(EncodingType encoding, String text, ToIntFunction<String> counter) {
    return text.length() < LEAST_CHARS
        ? counter.applyAsInt(text)
        : counted.get(new Text(encoding, text), any -> counter.applyAsInt(text));
  }
}
