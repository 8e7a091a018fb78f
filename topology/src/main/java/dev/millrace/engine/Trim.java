// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What was made smaller of a call of a model, so that it fits its budgets. The same call is made of
 * the same trim after a crash.
 *
 * @param maxOutputTokens of its answer; {@link #ALL} if as many as it may have anyway
 * @param fallbacks so many of its model's may stand in for that; {@link #ALL} for all it has
 * @param otherModel whether a fallback is asked instead of the model it is for
 * @param withoutTools whether an agent's tools are not offered
 */
public record Trim(int maxOutputTokens, int fallbacks, boolean otherModel, boolean withoutTools) {
  public static final int ALL = Integer.MAX_VALUE;

  /** Nothing is. */
  public static final Trim NONE = new Trim(ALL, ALL, false, false);

  public Trim {
    if (maxOutputTokens < 1 || fallbacks < 0) {
      throw new IllegalArgumentException(maxOutputTokens + " tokens, " + fallbacks + " fallbacks");
    }
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /** The same, of a fallback that is asked instead. */
  public Trim ofOtherModel() {
    return new Trim(maxOutputTokens, fallbacks, true, withoutTools);
  }

  /** The same, without tools. */
  public Trim toolless() {
    return new Trim(maxOutputTokens, fallbacks, otherModel, true);
  }

  /** The same, and an answer that is shorter or that fewer fallbacks may give. */
  public Trim and(Trim size) {
    return new Trim(size.maxOutputTokens, size.fallbacks, otherModel, withoutTools);
  }

  /** Those that are left of all that there are. */
  public <T> List<T> left(List<T> all) {
    return all.subList(0, Math.min(all.size(), fallbacks));
  }

  /** What is smaller, as call records and metrics name it. */
  public List<String> words() {
    List<String> words = new ArrayList<>(4);
    add("max_output_tokens", maxOutputTokens < ALL, words);
    add("fallbacks", fallbacks < ALL, words);
    add("model", otherModel, words);
    add("tools", withoutTools, words);
    return words;
  }

  private static void add(String word, boolean is, List<String> words) {
    if (is) {
      words.add(word);
    }
  }
}
