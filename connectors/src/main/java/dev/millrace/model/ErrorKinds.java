// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.FailureKind;
import dev.millrace.http.HttpFailures;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What errors of model providers say in status and words, whatever their protocol. */
public final class ErrorKinds {
  /** A message is read no further: what it has to say stands at its beginning. */
  private static final int MOST_CHARS = 2_000;

  private static final Pattern LIMIT_AND_REQUESTED =
      Pattern.compile("limit:? (\\d{1,12})\\b.{0,80}?requested:? (\\d{1,12})\\b");

  private static final Pattern COME_BACK =
      Pattern.compile(
          "(?:try again|retry) (?:in|after) (?:(\\d{1,4})m(?!s))?(?:(\\d{1,6}(?:\\.\\d{1,9})?)"
              + " ?(ms|s))?");

  private static final double MILLIS_PER_SECOND = 1000;
  private static final int TOO_MANY_REQUESTS = 429;

  private ErrorKinds() {}

  /** What a status says, of a model: no such path is no such model, and a conflict passes. */
  public static FailureKind ofStatus(int status) {
    return switch (status) {
      case 404 -> FailureKind.UNKNOWN_MODEL;
      case 409 -> FailureKind.OVERLOADED;
      default -> HttpFailures.kindOf(status);
    };
  }

  /**
   * Whether a request will never fit, by what servers write: a prompt longer than the context, or a
   * request that asks for more than a whole minute has.
   */
  public static boolean isTooLarge(int status, String message) {
    String words = beginning(message);
    if (status == TOO_MANY_REQUESTS) {
      Matcher told = LIMIT_AND_REQUESTED.matcher(words);
      return words.startsWith("request too large")
          || (told.find() && Long.parseLong(told.group(2)) > Long.parseLong(told.group(1)));
    }
    return status == 400
        && (words.contains("maximum context length") || words.contains("prompt is too long"));
  }

  /** When to come back, where only the message says so; null if it does not. */
  public static @Nullable Duration retryAfter(String message) {
    Matcher told = COME_BACK.matcher(beginning(message));
    if (!told.find() || (told.group(1) == null && told.group(2) == null)) {
      return null;
    }
    long minutes = told.group(1) == null ? 0 : Long.parseLong(told.group(1));
    double number = told.group(2) == null ? 0 : Double.parseDouble(told.group(2));
    double millis = "ms".equals(told.group(3)) ? number : number * MILLIS_PER_SECOND;
    return Duration.ofMinutes(minutes).plusMillis((long) Math.ceil(millis));
  }

  private static String beginning(String message) {
    String words = message.substring(0, Math.min(message.length(), MOST_CHARS));
    return words.toLowerCase(Locale.ROOT);
  }
}
