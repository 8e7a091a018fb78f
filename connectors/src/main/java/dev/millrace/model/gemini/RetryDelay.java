// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When to come back, which this API says in the body and not in a header. */
final class RetryDelay {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?s");

  private RetryDelay() {}

  /**
   * How long to wait, rounded up to milliseconds, at most a day; null if the details do not say.
   */
  static @Nullable Duration in(JsonNode details) {
    for (JsonNode detail : details) {
      if (ErrorDetails.is("RetryInfo", detail)) {
        return read(detail.path("retryDelay"));
      }
    }
    return null;
  }

  /** Text such as 34.07s, or seconds and nanoseconds apart. */
  private static @Nullable Duration read(JsonNode delay) {
    Matcher text = SECONDS.matcher(delay.asText(""));
    boolean written = text.matches();
    if (!written && !delay.path("seconds").canConvertToLong()) {
      return null;
    }
    double seconds =
        written
            ? Double.parseDouble(text.group().replace("s", ""))
            : delay.path("seconds").asLong() + delay.path("nanos").asLong(0) / 1e9;
    Duration asked = Duration.ofMillis((long) Math.ceil(Math.max(0, seconds) * 1_000));
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
