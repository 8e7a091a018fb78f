// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.util.Locale;

/**
 * How fast requests leave: at the gaps they once had, so many times faster, so many a second, or as
 * fast as they are answered. Says when one is due; somebody else waits.
 */
public sealed interface Pace {

  /**
   * When a request is due, milliseconds after the first one.
   *
   * @param index of the request, from 0
   * @param originalMs how long after the first one it once came
   */
  long dueMs(int index, long originalMs);

  /** At the original gaps divided by a factor. */
  record Times(double factor) implements Pace {
    public Times {
      if (!(factor > 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException("not a speed: " + factor);
      }
    }

    @Override
    public long dueMs(int index, long originalMs) {
      return Math.round(originalMs / factor);
    }
  }

  /** At once; what is in flight is bounded elsewhere. */
  record Max() implements Pace {
    @Override
    public long dueMs(int index, long originalMs) {
      return 0;
    }
  }

  /** Evenly. */
  record PerSecond(double rate) implements Pace {
    public PerSecond {
      if (!(rate > 0) || Double.isInfinite(rate)) {
        throw new IllegalArgumentException("not a rate: " + rate);
      }
    }

    @Override
    public long dueMs(int index, long originalMs) {
      return Math.round(index * 1_000 / rate);
    }
  }

  /**
   * Of {@code original}, {@code max} or {@code 10x}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Pace parse(String text) {
    String speed = text.strip().toLowerCase(Locale.ROOT);
    if (speed.equals("original")) {
      return new Times(1);
    }
    if (speed.equals("max")) {
      return new Max();
    }
    if (speed.endsWith("x")) {
      return new Times(Double.parseDouble(speed.substring(0, speed.length() - 1)));
    }
    throw new IllegalArgumentException("not original, max or a number and x: " + text);
  }
}
