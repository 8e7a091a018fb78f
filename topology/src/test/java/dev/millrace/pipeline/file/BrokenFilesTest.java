// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.file.Reading.Invalid;
import dev.millrace.pipeline.file.Reading.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a file, reading it ends in a value, and mistakes lie within the file. */
class BrokenFilesTest {
  private static final List<String> LINES = TestFiles.read("complete.yaml").lines().toList();

  @Test
  void anyLineMayBeMissing() {
    for (int i = 0; i < LINES.size(); i++) {
      List<String> lines = new ArrayList<>(LINES);
      lines.remove(i);
      check(String.join("\n", lines));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[[1], {a: b}]", "{a.b: {c: d}}", "1e999", "\"${\"", "\"{{.}}\"", "'\\"})
  void anyValueMayBeAnother(String other) {
    for (int i = 0; i < LINES.size(); i++) {
      List<String> lines = new ArrayList<>(LINES);
      lines.set(i, lines.get(i).replaceFirst("(: |- )(.*)$", "$1" + quote(other)));
      check(String.join("\n", lines));
    }
  }

  @Test
  void anyLetterMayBeAnother() {
    Random random = new Random(42);
    String file = String.join("\n", LINES);
    String letters = "{}[]:,#&*!|>'\"%@`$.-_ \n\tax09\u0000\ud83d";
    for (int i = 0; i < 300; i++) {
      StringBuilder broken = new StringBuilder(file);
      for (int j = random.nextInt(3); j >= 0; j--) {
        char letter = letters.charAt(random.nextInt(letters.length()));
        broken.setCharAt(random.nextInt(broken.length()), letter);
      }
      check(broken.toString());
    }
  }

  @Test
  void aLongValueIsNoTrouble() {
    String pick = "pipeline: {name: p}\ntools: {t: {java: t, pick: {a: \"%s\"}}}\n";
    check(pick.formatted("/~0".repeat(100_000)));
    check(pick.formatted("${".repeat(100_000)));
    check("pipeline: {name: " + "9".repeat(300_000) + "}");
    check("limits: {stream_threads: " + "9".repeat(300_000) + "}");
  }

  private static void check(String file) {
    Reading reading = PipelineFile.read("p.yaml", file, TestFiles.SHOP);
    if (reading instanceof Invalid invalid) {
      long lines = file.chars().filter(c -> c == '\n').count() + 1;
      assertThat(invalid.mistakes())
          .allSatisfy(
              mistake -> {
                assertThat(mistake.line()).isBetween(1, (int) lines + 1);
                assertThat(mistake.column()).isPositive();
                assertThat(mistake.message()).hasSizeLessThan(300).doesNotContain("\n");
              });
    } else {
      assertThat(reading).isInstanceOf(Valid.class);
    }
  }

  private static String quote(String text) {
    return Matcher.quoteReplacement(text);
  }
}
