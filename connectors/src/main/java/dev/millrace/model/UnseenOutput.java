// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Output that is billed and never shown: what is thought where nobody may read it, or only in
 * short, and what is rejected of a prediction.
 */
final class UnseenOutput {
  /** OpenAI's that think unless they are told not to. */
  private static final Pattern THINKS = Pattern.compile("(o\\d|gpt-5).*");

  private UnseenOutput() {}

  /**
   * Whether an answer may have more tokens than can be counted in what came of it.
   *
   * @param served the model's name as its answer tells it
   */
  static boolean isLikely(ModelRequest request, String served) {
    @Nullable ReasoningEffort effort = request.options().reasoningEffort();
    boolean thinks =
        effort == null
            ? thinksUnasked(request.model()) || thinksUnasked(served)
            : effort != ReasoningEffort.NONE;
    return thinks || !request.options().prediction().isEmpty();
  }

  private static boolean thinksUnasked(String model) {
    return THINKS.matcher(model.substring(model.lastIndexOf('/') + 1)).matches();
  }
}
