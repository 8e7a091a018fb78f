// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import static dev.millrace.model.ToldTokens.count;
import static dev.millrace.model.ToldTokens.orZero;
import static dev.millrace.model.ToldTokens.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import dev.millrace.model.ToldTokens;
import org.jspecify.annotations.Nullable;

/**
 * The usage that an answer tells, with each piece of a stream anew. Its input count has the cached
 * tokens in it, but not what the provider's own tools read; its output count leaves out what was
 * thought. Ours have all in.
 */
final class ContentUsage {
  private long input = -1;
  private long output;
  private long read;
  private long thoughts;
  private boolean complete;

  /**
   * Takes what a piece tells; the last to tell counts holds.
   *
   * @param last whether it comes with the answer's end, or after
   */
  void add(JsonNode usage, boolean last) {
    long prompt = count(usage.path("promptTokenCount"));
    if (prompt < 0) {
      return;
    }
    complete |= last;
    input = prompt + orZero(usage.path("toolUsePromptTokenCount"));
    read = within(orZero(usage.path("cachedContentTokenCount")), input);
    thoughts = orZero(usage.path("thoughtsTokenCount"));
    long said = orZero(usage.path("candidatesTokenCount"));
    boolean inclusive = said >= thoughts && input + said == count(usage.path("totalTokenCount"));
    output = inclusive ? said : said + thoughts;
  }

  /** The usage of an answer that told it to its end; null if it did not, or cannot be. */
  @Nullable Usage told() {
    return complete && ToldTokens.canBe(input, output) ? withOutput(output) : null;
  }

  /**
   * The usage of an answer that was cut: the input as it was told, the output as we count it.
   *
   * @return null if no input was told, or cannot be
   */
  @Nullable Usage begun(long countedOutput) {
    long most = Math.max(output, countedOutput);
    return ToldTokens.canBe(input, most) ? withOutput(most).asEstimate() : null;
  }

  private Usage withOutput(long tokens) {
    return Usage.of(input, 0).withCache(read, 0, 0).withOutput(tokens, within(thoughts, tokens));
  }
}
