// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** When a server wants us back: {@code retry-after-ms}, or {@code Retry-After} in either form. */
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
  private static final double MILLIS_PER_SECOND = 1000;

  private RetryAfter() {}

  /** How long to wait, at most a day; null if the server did not say, or not so that we read it. */
  public static @Nullable Duration of(Headers headers, Instant now) {
    Duration millis = number(headers.get("retry-after-ms"), 1);
    if (millis != null) {
      return millis;
    }
    Duration seconds = number(headers.get("Retry-After"), MILLIS_PER_SECOND);
    return seconds != null ? seconds : untilDate(headers, now);
  }

  private static @Nullable Duration number(@Nullable String value, double unitMillis) {
    if (value == null || !NUMBER.matcher(value.trim()).matches()) {
      return null;
    }
    double millis = Math.ceil(Double.parseDouble(value.trim()) * unitMillis);
    return atMostLongest(Duration.ofMillis((long) millis));
  }

  private static @Nullable Duration untilDate(Headers headers, Instant now) {
    Instant date = headers.getInstant("Retry-After");
    if (date == null) {
      return null;
    }
    Duration wait = Duration.between(now, date);
    return wait.isNegative() ? Duration.ZERO : atMostLongest(wait);
  }

  private static Duration atMostLongest(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
