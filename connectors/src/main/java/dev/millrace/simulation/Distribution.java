// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something takes, in milliseconds. Written {@code 300} (always), {@code 100..500}
 * (anything between) or {@code 300~900} (log-normal, with that median and 95th percentile).
 */
public sealed interface Distribution {

  Distribution ZERO = new Constant(0);

  /** No single wait is longer, whatever chance says. */
  double MAX_MS = 3_600_000;

  double sampleMs(SplittableRandom random);

  record Constant(double ms) implements Distribution {
    public Constant {
      requireAtMostAnHour(ms);
    }

    @Override
    public double sampleMs(SplittableRandom random) {
      return ms;
    }

    @Override
    @JsonValue
    public String toString() {
      return plain(ms);
    }
  }

  record Uniform(double leastMs, double mostMs) implements Distribution {
    public Uniform {
      requireAtMostAnHour(leastMs);
      requireAtMostAnHour(mostMs);
      requireOrder(leastMs, mostMs);
    }

    @Override
    public double sampleMs(SplittableRandom random) {
      return leastMs + (mostMs - leastMs) * random.nextDouble();
    }

    @Override
    @JsonValue
    public String toString() {
      return plain(leastMs) + ".." + plain(mostMs);
    }
  }

  record Lognormal(double medianMs, double p95Ms) implements Distribution {
    private static final double Z_95 = 1.6448536269514722;

    public Lognormal {
      requireAtMostAnHour(medianMs);
      requireAtMostAnHour(p95Ms);
      requireOrder(medianMs, p95Ms);
      if (medianMs == 0) {
        throw new IllegalArgumentException("the median of a log-normal is above 0");
      }
    }

    @Override
    public double sampleMs(SplittableRandom random) {
      double sigma = Math.log(p95Ms / medianMs) / Z_95;
      return Math.min(MAX_MS, medianMs * Math.exp(sigma * random.nextGaussian()));
    }

    @Override
    @JsonValue
    public String toString() {
      return plain(medianMs) + "~" + plain(p95Ms);
    }
  }

  static Distribution constant(double ms) {
    return new Constant(ms);
  }

  static Distribution uniform(double leastMs, double mostMs) {
    return new Uniform(leastMs, mostMs);
  }

  static Distribution lognormal(double medianMs, double p95Ms) {
    return new Lognormal(medianMs, p95Ms);
  }

  /** Reads the written form. */
  @JsonCreator
  static Distribution parse(String text) {
    String number = "(\\d+(?:\\.\\d+)?)";
    Pattern pattern = Pattern.compile(number + "(?:(\\.\\.|~)" + number + ")?");
    Matcher matcher = pattern.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not 300, 100..500 or 300~900: " + text);
    }
    double first = Double.parseDouble(matcher.group(1));
    if (matcher.group(2) == null) {
      return constant(first);
    }
    double second = Double.parseDouble(matcher.group(3));
    return matcher.group(2).equals("~") ? lognormal(first, second) : uniform(first, second);
  }

  private static void requireAtMostAnHour(double ms) {
    if (!(ms >= 0 && ms <= MAX_MS)) {
      throw new IllegalArgumentException("not between 0 and an hour: " + ms + " ms");
    }
  }

  private static void requireOrder(double less, double more) {
    if (less > more) {
      throw new IllegalArgumentException(plain(less) + " is above " + plain(more));
    }
  }

  private static String plain(double ms) {
    return ms == Math.rint(ms) ? String.valueOf((long) ms) : String.format(Locale.ROOT, "%s", ms);
  }
}
