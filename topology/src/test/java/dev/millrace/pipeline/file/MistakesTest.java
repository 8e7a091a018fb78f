// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.file.Reading.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that cannot be run, and word for word what their authors are told. */
class MistakesTest {

  /** A file as it came, and what is said of it, a line for each mistake. */
  record Story(String title, String file, List<String> told) {
    @Override
    public String toString() {
      return title;
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void saysEveryMistakeWithItsPlaceAndItsMend(Story story) {
    Reading reading = PipelineFile.read("p.yaml", story.file, Map.of("SET", "value")::get);

    assertThat(reading).isInstanceOf(Invalid.class);
    assertThat(((Invalid) reading).mistakes())
        .extracting(Mistake::toString)
        .containsExactlyElementsOf(story.told);
  }

  @Test
  void theStoriesAreThere() {
    assertThat(stories()).hasSizeGreaterThan(60);
  }

  static Stream<Story> stories() {
    String text = TestFiles.read("mistakes.txt");
    return Stream.of(text.split("(?m)^=== ")).skip(1).map(MistakesTest::story);
  }

  /** A title, the file, and after a line of arrows what is told. */
  private static Story story(String text) {
    String[] parts = text.split("(?m)^>>>\n", 2);
    int titleEnd = parts[0].indexOf('\n');
    List<String> told = new ArrayList<>(parts[1].strip().lines().toList());
    String title = parts[0].substring(0, titleEnd);
    return new Story(title, parts[0].substring(titleEnd + 1), told);
  }
}
