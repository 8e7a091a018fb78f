// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kinds of values that are a number and a unit: durations and sizes. */
final class Quantities {
  private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,12})([A-Za-z]+)");
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>();
  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    MILLIS.put("d", 86_400_000L);
    MILLIS.put("h", 3_600_000L);
    MILLIS.put("m", 60_000L);
    MILLIS.put("s", 1_000L);
    MILLIS.put("ms", 1L);
    BYTES.put("GiB", 1L << 30);
    BYTES.put("MiB", 1L << 20);
    BYTES.put("KiB", 1L << 10);
    BYTES.put("GB", 1_000_000_000L);
    BYTES.put("MB", 1_000_000L);
    BYTES.put("KB", 1_000L);
    BYTES.put("B", 1L);
  }

  private Quantities() {}

  static Kind<Duration> duration(Duration least, Duration most) {
    String wants = "a duration from %s to %s".formatted(write(least), write(most));
    return new Scalar<>(
        Scalar.Quotes.IGNORED,
        wants,
        wants + ", with its unit: ms, s, m, h or d",
        text -> {
          Long millis = parse(text, MILLIS, least.toMillis(), most.toMillis());
          return millis == null ? null : Duration.ofMillis(millis);
        });
  }

  static Kind<Integer> bytes(int least, int most) {
    return bytes(least, most, Long::intValue);
  }

  static Kind<Long> bytes(long least, long most) {
    return bytes(least, most, bytes -> bytes);
  }

  private static <T> Kind<T> bytes(long least, long most, Function<Long, T> type) {
    String wants = "a size from %s to %s".formatted(write(least, BYTES), write(most, BYTES));
    return new Scalar<>(
        Scalar.Quotes.IGNORED,
        wants,
        wants + ", with its unit: B, KB, KiB, MB, MiB, GB or GiB",
        text -> {
          Long bytes = parse(text, BYTES, least, most);
          return bytes == null ? null : type.apply(bytes);
        });
  }

  /** As a file would write it. */
  static String write(Duration duration) {
    return write(duration.toMillis(), MILLIS);
  }

  private static String write(long quantity, Map<String, Long> units) {
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (quantity > 0 && quantity % unit.getValue() == 0) {
        return quantity / unit.getValue() + unit.getKey();
      }
    }
    return "0";
  }

  private static @Nullable Long parse(String text, Map<String, Long> units, long least, long most) {
    Matcher matcher = QUANTITY.matcher(text);
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      return null;
    }
    BigInteger quantity = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
    boolean within =
        quantity.compareTo(BigInteger.valueOf(least)) >= 0
            && quantity.compareTo(BigInteger.valueOf(most)) <= 0;
    return within ? quantity.longValueExact() : null;
  }
}
