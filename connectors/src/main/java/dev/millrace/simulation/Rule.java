// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A fixed reply to user texts of a kind. With tool calls and a text, the calls are made on the
 * user's turn and the text is said once they are answered.
 *
 * @param pattern a regular expression found anywhere in what the user said last
 * @param text empty for none
 */
public record Rule(String pattern, String text, List<RuleCall> toolCalls) {

  /**
   * A tool call that a rule makes.
   *
   * @param arguments as the model writes them; need not be JSON, to test what comes of that
   */
  public record RuleCall(String name, String arguments) {}

  public Rule {
    Pattern.compile(pattern);
    text = text == null ? "" : text;
    toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
  }

  /** A rule that answers with a text. */
  public static Rule say(String pattern, String text) {
    return new Rule(pattern, text, List.of());
  }

  /** A rule that calls a tool. */
  public static Rule call(String pattern, String tool, String arguments) {
    return new Rule(pattern, "", List.of(new RuleCall(tool, arguments)));
  }
}
