// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids for calls of tools to which the API gave none. They are the same for every attempt of a model
 * call, differ between calls, and are never sent back to the API, some versions of which know none.
 */
final class MadeIds {
  private static final Pattern MADE = Pattern.compile("made_[0-9a-f]{16}_\\d{1,3}");

  private MadeIds() {}

  /**
   * Makes an id.
   *
   * @param index of the use within the answer
   */
  static String of(String callId, int index) {
    UUID name = UUID.nameUUIDFromBytes(callId.getBytes(StandardCharsets.UTF_8));
    return "made_%016x_%d".formatted(name.getMostSignificantBits(), index);
  }

  static boolean isMade(String id) {
    return id.isEmpty() || MADE.matcher(id).matches();
  }
}
