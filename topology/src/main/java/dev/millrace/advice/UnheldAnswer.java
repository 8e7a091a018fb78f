// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import dev.millrace.advice.Prompt.Written;
import dev.millrace.template.Template.Piece;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds words that ask for an answer of a certain form, where a schema would hold the model to it.
 */
final class UnheldAnswer {
  private static final String ASK =
      "(?<!not )(?<!never )(?<!n't )\\b(?:answer|respond|reply|return|output|produce)\\s+"
          + "(?:(?:me|us|your|the|an?|answer|result|results|it|everything|only|just|always|strictly"
          + "|exactly|either|by|with|in|as|single|one|valid|raw|strict|compact)\\s+){0,6}?";

  private static final Pattern JSON =
      Pattern.compile(
          "(?i)" + ASK + "json\\b(?!\\s+(?:data|document|input|above|below|you|from|and))");

  private static final Pattern CHOICE =
      Pattern.compile(
          "(?i)"
              + ASK
              + "(?:one\\s+of\\s*(?::|the\\s+following|these\\b|[\"'`])"
              + "|(?:one|a\\s+single|single)\\s+(?:word|letter|number|digit|integer)\\b"
              + "|(?:yes\\s+or\\s+no|true\\s+or\\s+false)\\b(?!\\s+question)"
              + "|a\\s+(?:number|digit|integer)\\s+(?:from|between)\\b)");

  private UnheldAnswer() {}

  /** An agent's answer has no schema to hold it to. */
  static Optional<Advice> of(Prompt prompt) {
    if (prompt.hasSchema() || prompt.ofAgent()) {
      return Optional.empty();
    }
    for (Written message : prompt.messages()) {
      for (Piece piece : message.pieces()) {
        if (piece instanceof Piece.Words words) {
          Optional<Advice> found = of(prompt, message.key(), words.text());
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Advice> of(Prompt prompt, String key, String words) {
    Matcher json = JSON.matcher(words);
    if (json.find()) {
      String mend = "add response_schema: with the fields of the answer";
      return Optional.of(advice(prompt, key, json.group(), mend));
    }
    Matcher choice = CHOICE.matcher(words);
    if (choice.find()) {
      String mend = "add response_schema: with a field for it, such as {enum: [...]}";
      return Optional.of(advice(prompt, key, choice.group(), mend));
    }
    return Optional.empty();
  }

  private static Advice advice(Prompt prompt, String key, String said, String mend) {
    String words = said.strip().replaceAll("\\s+", " ");
    return prompt.advice(
        key,
        "'" + words + "' only asks for that form, and a schema would hold the answer to it",
        mend);
  }
}
