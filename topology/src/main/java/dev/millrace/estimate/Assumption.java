// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Something that no pipeline file says, and an estimate depends on. */
public enum Assumption {
  REQUEST_TOKENS(40, 1, "tokens of a request's text, where none is given"),
  MOST_REQUEST_TOKENS(400, 1, "the same, at most"),
  ANSWER_PERCENT(30, 1, "of the output that it may take, what a model takes to answer"),
  TOOL_TOKENS(150, 1, "tokens of a tool's result"),
  MOST_TOOL_TOKENS(1_000, 1, "the same, at most"),
  TURNS(3, 1, "how often an agent's model is asked, the answer included"),
  TOOLS_PER_TURN(2, 1, "how many tools it wishes for in each turn before that"),
  FIRST_TOKEN_MS(500, 0, "until a model begins to answer"),
  OUTPUT_TOKEN_MS(10, 0, "for each token that it answers"),
  TOOL_MS(200, 0, "of a tool's call"),
  EMBEDDING_MS(10, 0, "of comparing a request with the routes' examples"),
  WINDOW_LEFT_PERCENT(100, 0, "of the budgets that routes step down by, what is left");

  /** Of each: more is a slip of the pen. */
  public static final long MOST = 1_000_000;

  private final long usual;
  private final long least;
  private final String meaning;

  Assumption(long usual, long least, String meaning) {
    this.usual = usual;
    this.least = least;
    this.meaning = meaning;
  }

  public static Optional<Assumption> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** Its name for users. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is assumed unless the user knows better. */
  public long usual() {
    return usual;
  }

  public String meaning() {
    return meaning;
  }

  long most() {
    return this == ANSWER_PERCENT || this == WINDOW_LEFT_PERCENT ? 100 : MOST;
  }

  boolean allows(long value) {
    return value >= least && value <= most();
  }

  long least() {
    return least;
  }
}
