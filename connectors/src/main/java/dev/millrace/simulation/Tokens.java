// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Counts and cuts by o200k_base, remembering the texts that come again and again. */
final class Tokens {

  private static final Encoding ENCODING =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  private static final int MAX_REMEMBERED = 4_096;
  private static final int MAX_REMEMBERED_CHARS = 64 * 1024;
  private static final Lru<String, Integer> COUNTS = new Lru<>(MAX_REMEMBERED);

  private Tokens() {}

  static int count(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    return text.length() > MAX_REMEMBERED_CHARS
        ? ENCODING.countTokensOrdinary(text)
        : COUNTS.computeIfAbsent(text, ENCODING::countTokensOrdinary);
  }

  /**
   * Takes a text apart token by token. A character that is spread over several tokens comes with
   * the last of them, and the tokens before it give empty pieces.
   */
  static List<String> pieces(String text) {
    IntArrayList tokens = ENCODING.encodeOrdinary(text);
    List<String> pieces = new ArrayList<>(tokens.size());
    ByteArrayOutputStream open = new ByteArrayOutputStream();
    IntArrayList one = new IntArrayList(1);
    for (int at = 0; at < tokens.size(); at++) {
      one.clear();
      one.add(tokens.get(at));
      open.writeBytes(ENCODING.decodeBytes(one));
      byte[] bytes = open.toByteArray();
      if (endsWhole(bytes)) {
        pieces.add(new String(bytes, StandardCharsets.UTF_8));
        open.reset();
      } else {
        pieces.add("");
      }
    }
    return pieces;
  }

  static String cut(String text, int maxTokens) {
    return count(text) <= maxTokens ? text : String.join("", pieces(text).subList(0, maxTokens));
  }

  private static boolean endsWhole(byte[] utf8) {
    int tail = 0;
    while (tail < utf8.length && (utf8[utf8.length - 1 - tail] & 0xc0) == 0x80) {
      tail++;
    }
    if (tail == utf8.length) {
      return tail == 0;
    }
    int lead = utf8[utf8.length - 1 - tail] & 0xff;
    int following = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    return tail == following;
  }
}
