// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import dev.millrace.advice.Prompt.Written;
import dev.millrace.template.Template.Piece;
import dev.millrace.token.TokenCounter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a task that stands in the middle of a long text, where models overlook it: they use best
 * what is at the beginning or the end ("Lost in the Middle", Liu et al., 2023). The task is what
 * the user said, and lines that call themselves the task. How long results of calls are, nobody
 * knows yet; each counts as one document of a few hundred tokens.
 */
final class BuriedTask {
  /** So many tokens on both sides, and something is in the middle. */
  private static final int FAR = 1_000;

  private static final int RESULT = 500;

  private static final Pattern TASK =
      Pattern.compile(
          "(?im)^[#*\\s]*(your (task|job) is\\b|your (task|job)\\W*$|(the"
              + " )?task\\s*:|instructions?\\s*:)");

  private final TokenCounter counter;
  private final String key;
  private int tokens;
  private int firstAt = -1;
  private int lastAt = -1;

  private BuriedTask(TokenCounter counter, String key) {
    this.counter = counter;
    this.key = key;
  }

  static Optional<Advice> of(Prompt prompt) {
    for (Written message : prompt.messages()) {
      BuriedTask task = new BuriedTask(prompt.counter(), message.key());
      if (couldBeLong(message)) {
        message.pieces().forEach(task::read);
      }
      if (task.isBuried()) {
        return Optional.of(task.advice(prompt));
      }
    }
    return Optional.empty();
  }

  private static boolean couldBeLong(Written message) {
    long results = message.pieces().stream().filter(BuriedTask::isResult).count();
    return message.chars() + results * RESULT >= 2 * FAR;
  }

  private void read(Piece piece) {
    if (piece instanceof Piece.Words words) {
      int begun = 0;
      Matcher task = TASK.matcher(words.text());
      while (task.find()) {
        tokens += counter.count(words.text().substring(begun, task.start()));
        begun = task.start();
        isHere();
      }
      tokens += counter.count(words.text().substring(begun));
    } else if (((Piece.Name) piece).path().equals("request.text")) {
      isHere();
    } else if (isResult(piece)) {
      tokens += RESULT;
    }
  }

  private void isHere() {
    firstAt = firstAt < 0 ? tokens : firstAt;
    lastAt = tokens;
  }

  /** The whole result of a call, and not a field of it; a model's has a text, and no more. */
  private static boolean isResult(Piece piece) {
    return piece instanceof Piece.Name name && name.path().matches("calls\\.[^.]+(\\.text)?");
  }

  private boolean isBuried() {
    return firstAt >= FAR && tokens - lastAt >= FAR;
  }

  private Advice advice(Prompt prompt) {
    String message =
        "the task stands in the middle, %d tokens from the beginning and %d from the end, where models overlook it"
            .formatted(firstAt, tokens - lastAt);
    return prompt.advice(key, message, "move it to the end of " + key + ", or to its beginning");
  }
}
