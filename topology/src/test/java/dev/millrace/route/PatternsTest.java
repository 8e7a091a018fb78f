// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PatternsTest {

  @Test
  void extractsTheFirstGroupOrTheWholeMatch() {
    assertThat(extract("order (\\d+)", "my order 4711 of 2026")).hasValue("4711");
    assertThat(extract("\\d+", "my order 4711")).hasValue("4711");
    assertThat(extract("#(\\d+)|order (\\d+)", "my order 4711")).hasValue("4711");
    assertThat(extract("(?:#(\\d+)|last one)", "my last one")).hasValue("last one");
  }

  @Test
  void whatIsEmptyIsNotFound() {
    assertThat(extract("\\d*", "no number")).isEmpty();
    assertThat(extract("order (\\d*)", "my order is late")).isEmpty();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anEvilPatternIsNotFoundInsteadOfNeverReturning() {
    assertThat(found("^(a+)+$", "a".repeat(60) + "!")).isFalse();
    assertThat(found("(x+x+)+y", "x".repeat(4_000))).isFalse();
    assertThat(found("(.*a){25}", "b".repeat(3_000))).isFalse();
  }

  @Test
  void aPatternTooDeepForTheStackIsNotFound() throws InterruptedException {
    boolean[] found = {true};
    Thread small =
        new Thread(
            null,
            () -> found[0] = found("^(?:a|b)*c$", "ab".repeat(2_000) + "c"),
            "small",
            1 << 17);
    small.start();
    small.join();

    assertThat(found[0]).isFalse();
  }

  @Test
  void anHonestPatternStaysWithinItsReadsOnTheLongestText() {
    String longest = "word ".repeat(Patterns.MAX_CHARS).substring(0, Patterns.MAX_CHARS - 10);

    assertThat(found("(?i)where\\s+is\\s+my\\s+(order|parcel)", longest + "where")).isFalse();
    assertThat(found("(?i)(late|lost|missing).*order", longest + "lost order")).isTrue();
  }

  @Test
  void searchesOnlyTheBeginningAndDoesNotTakeTheCutForTheEnd() {
    String huge = "a".repeat(Patterns.MAX_CHARS) + "needle" + "a".repeat(1_000_000);

    assertThat(found("needle", huge)).isFalse();
    assertThat(found("aaa$", huge)).isFalse();
    assertThat(found("^aaa", huge)).isTrue();
  }

  private static boolean found(String pattern, String text) {
    return Patterns.isFound(Pattern.compile(pattern), text);
  }

  private static java.util.Optional<String> extract(String pattern, String text) {
    return Patterns.extract(Pattern.compile(pattern), text);
  }
}
