// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How an account stands, by the headers of an answer, good or bad:
 *
 * <ul>
 *   <li>{@code x-ratelimit-limit-requests}, {@code -remaining-requests}, {@code -reset-requests},
 *       and the same of {@code tokens}: OpenAI's and Groq's, with resets such as {@code 6m0s} or
 *       {@code 12ms}. Azure copies them with a bare number of milliseconds and names the period
 *       beside it; other copies mean seconds.
 *   <li>{@code x-ratelimit-limit-req-minute}, {@code -remaining-req-minute}, and the same of {@code
 *       tokens-minute}: Mistral's, which do not say when they reset but in their name.
 *   <li>{@code anthropic-ratelimit-requests-limit}, {@code -remaining}, {@code -reset}, and the
 *       same of {@code tokens}, {@code input-tokens} and {@code output-tokens}, with resets as RFC
 *       3339 instants.
 * </ul>
 *
 * What is not said, or not so that we read it, is not known; and of what has no reset nobody knows
 * how long it holds.
 */
public final class AccountHeaders {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double MILLIS_PER_SECOND = 1000;
  private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?"
              + "(?:(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s))?");

  private final Headers headers;
  private final Duration elapsed;
  private final Instant now;

  private AccountHeaders(Headers headers, Duration elapsed, Instant now) {
    this.headers = headers;
    this.elapsed = elapsed;
    this.now = now;
  }

  /**
   * What the headers say.
   *
   * @param elapsed since the attempt began
   */
  public static AccountStanding read(Headers headers, Duration elapsed, Instant now) {
    if (saysNothing(headers)) {
      return AccountStanding.NONE;
    }
    AccountHeaders read = new AccountHeaders(headers, elapsed, now);
    AccountStanding standing =
        new AccountStanding(
            read.count("requests", "req-minute"),
            read.count("tokens", "tokens-minute"),
            read.anthropic("input-tokens"),
            read.anthropic("output-tokens"),
            elapsed);
    return standing.isEmpty() ? AccountStanding.NONE : standing;
  }

  /** Most servers of one's own say nothing, which is to cost nothing. */
  private static boolean saysNothing(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (begins(name, "x-ratelimit-") || begins(name, "anthropic-ratelimit-")) {
        return false;
      }
    }
    return true;
  }

  private static boolean begins(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private @Nullable Count count(String what, String mistrals) {
    Count count = openAi(what);
    count = count == null ? anthropic(what) : count;
    return count == null ? mistral(mistrals) : count;
  }

  private @Nullable Count openAi(String what) {
    String reset = headers.get("x-ratelimit-reset-" + what);
    boolean inMillis = headers.get("x-ratelimit-renewalperiod-" + what) != null;
    return count(
        headers.get("x-ratelimit-limit-" + what),
        headers.get("x-ratelimit-remaining-" + what),
        reset == null ? null : duration(reset.trim(), inMillis ? 1 : MILLIS_PER_SECOND));
  }

  private @Nullable Count anthropic(String what) {
    String reset = headers.get("anthropic-ratelimit-" + what + "-reset");
    return count(
        headers.get("anthropic-ratelimit-" + what + "-limit"),
        headers.get("anthropic-ratelimit-" + what + "-remaining"),
        reset == null ? null : untilInstant(reset.trim()));
  }

  private @Nullable Count mistral(String what) {
    return count(
        headers.get("x-ratelimit-limit-" + what),
        headers.get("x-ratelimit-remaining-" + what),
        MINUTE);
  }

  private @Nullable Count count(
      @Nullable String limit, @Nullable String remaining, @Nullable Duration reset) {
    Long left = whole(remaining);
    if (left == null || reset == null || reset.compareTo(LONGEST) > 0) {
      return null;
    }
    return new Count(whole(limit), left, elapsed.plus(reset));
  }

  private static @Nullable Long whole(@Nullable String value) {
    return value != null && WHOLE.matcher(value.trim()).matches()
        ? Long.valueOf(value.trim())
        : null;
  }

  private static @Nullable Duration duration(String value, double bareUnitMillis) {
    if (NUMBER.matcher(value).matches()) {
      return millis(Double.parseDouble(value) * bareUnitMillis);
    }
    Matcher told = DURATION.matcher(value);
    if (value.isEmpty() || !told.matches()) {
      return null;
    }
    double last = told.group(4) == null ? 0 : Double.parseDouble(told.group(4));
    return Duration.ofDays(number(told.group(1)))
        .plusHours(number(told.group(2)))
        .plusMinutes(number(told.group(3)))
        .plus(millis("ms".equals(told.group(5)) ? last : last * MILLIS_PER_SECOND));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static Duration millis(double millis) {
    return Duration.ofMillis((long) Math.ceil(millis));
  }

  private @Nullable Duration untilInstant(String value) {
    try {
      Duration wait = Duration.between(now, OffsetDateTime.parse(value).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
