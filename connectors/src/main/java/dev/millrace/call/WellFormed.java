// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8 can carry it. JSON can write half of a character; from a store or a topic that
 * comes back as a question mark, and what was said before a restart would not be what was said
 * after it. So it is made a question mark where it comes in.
 */
public final class WellFormed {
  private WellFormed() {}

  public static String of(String text) {
    return is(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Whether there is no half of a character in it. */
  public static boolean is(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        boolean pair =
            at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
        if (!pair) {
          return false;
        }
        at++;
      }
    }
    return true;
  }
}
