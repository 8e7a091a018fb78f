// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
public final class Format {

  private static final int NANOS_SCALE = 9;
  private static final int MONEY_DIGITS = 6;

  private Format() {}

  /** Nanos of a currency, to the millionth: {@code 0.001234 USD}. */
  public static String money(long nanos, String currency) {
    BigDecimal amount = BigDecimal.valueOf(nanos, NANOS_SCALE);
    String text = amount.setScale(MONEY_DIGITS, RoundingMode.HALF_UP).toPlainString();
    return currency.isEmpty() ? text : text + " " + currency;
  }

  /** Nanos to the last digit, with a point where others have it too: {@code 0.001234567}. */
  public static String exactMoney(long nanos) {
    return BigDecimal.valueOf(nanos, NANOS_SCALE).toPlainString();
  }

  /** {@code 250 ms}, {@code 1.25 s}, {@code 2 min 5 s}. */
  public static String duration(long ms) {
    if (Math.abs(ms) < 1_000) {
      return ms + " ms";
    }
    if (Math.abs(ms) < 60_000) {
      return String.format(Locale.ROOT, "%.2f s", ms / 1e3);
    }
    return ms / 60_000 + " min " + Math.abs(ms) % 60_000 / 1_000 + " s";
  }

  /** {@code 45 s}, {@code 2 min 5 s}, {@code 3 h 20 min}, {@code 12 d 4 h}; to the second. */
  public static String span(long ms) {
    Duration span = Duration.ofMillis(ms);
    if (span.toDays() > 0) {
      return span.toDays() + " d " + span.toHoursPart() + " h";
    }
    if (span.toHours() > 0) {
      return span.toHours() + " h " + span.toMinutesPart() + " min";
    }
    return span.toMinutes() > 0
        ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
        : span.toSeconds() + " s";
  }

  /** One line of what may be many, safe to show and no longer than so many characters. */
  public static String oneLine(String text, int most) {
    String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= most ? line : line.substring(0, Math.max(0, most - 3)) + "...";
  }
}
