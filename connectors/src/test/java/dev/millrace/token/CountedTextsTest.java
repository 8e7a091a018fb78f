// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedTextsTest {
  private static final String LONG = "a".repeat(CountedTexts.LEAST_CHARS);
  private static final String SHORT = LONG.substring(1);

  private final List<String> counted = new ArrayList<>();
  private final CountedTexts texts = new CountedTexts(2_000);

  private int count(EncodingType encoding, String text) {
    return texts.count(
        encoding,
        text,
        each -> {
          counted.add(each);
          return each.length();
        });
  }

  @Test
  void countsALongTextOnce() {
    assertThat(count(EncodingType.O200K_BASE, LONG)).isEqualTo(LONG.length());
    assertThat(count(EncodingType.O200K_BASE, String.join("", LONG, ""))).isEqualTo(LONG.length());
    assertThat(counted).containsExactly(LONG);
  }

  @Test
  void countsShortTextsEachTime() {
    count(EncodingType.O200K_BASE, SHORT);
    count(EncodingType.O200K_BASE, SHORT);
    assertThat(counted).containsExactly(SHORT, SHORT);
  }

  @Test
  void keepsEncodingsApart() {
    count(EncodingType.O200K_BASE, LONG);
    count(EncodingType.CL100K_BASE, LONG);
    assertThat(counted).containsExactly(LONG, LONG);
  }

  @Test
  void forgetsWhatDoesNotFit() {
    String tooLong = "b".repeat(3_000);
    count(EncodingType.O200K_BASE, tooLong);
    count(EncodingType.O200K_BASE, tooLong);
    assertThat(counted).containsExactly(tooLong, tooLong);
  }
}
