// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.LastWord;
import java.time.Duration;

/** {@code routes.NAME.at_limit.last_word}. */
final class LastWordForm extends Form<LastWord> {
  static final Duration TIME = ofSeconds(5);

  private static final String SYSTEM =
      "Answer the user in a few sentences with what is known so far, and say what is missing."
          + " Nothing more can be looked up.";

  private final Key<String> model = required("model", new ReferenceTo(Section.MODELS));
  private final Key<String> system = key("system", Templates.text(), SYSTEM);
  private final Key<Integer> maxInputTokens =
      key("max_input_tokens", Numbers.whole(100, 1_000_000), 2_000);
  private final Key<Integer> maxOutputTokens =
      key("max_output_tokens", Numbers.whole(1, 1_000_000), 300);
  private final Key<Duration> time =
      key("time", Quantities.duration(ofMillis(1), ofMinutes(10)), TIME);

  @Override
  LastWord build(Entries entries) {
    return new LastWord(
        entries.get(model),
        entries.get(system),
        entries.get(maxInputTokens),
        entries.get(maxOutputTokens),
        entries.get(time));
  }
}
