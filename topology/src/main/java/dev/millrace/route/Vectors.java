// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

/** Arithmetic on vectors that lie one after another in an array. */
final class Vectors {
  private static final double UNIT_TOLERANCE = 0.01;

  private Vectors() {}

  /** Four sums side by side: one sum would make each addition wait for the one before it. */
  static float dot(float[] query, float[] arena, int offset) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (int end = query.length & ~3; i < end; i += 4) {
      a += query[i] * arena[offset + i];
      b += query[i + 1] * arena[offset + i + 1];
      c += query[i + 2] * arena[offset + i + 2];
      d += query[i + 3] * arena[offset + i + 3];
    }
    for (; i < query.length; i++) {
      a += query[i] * arena[offset + i];
    }
    return a + b + c + d;
  }

  /** False for NaN, infinity and zero too. */
  static boolean isUnit(float[] vector) {
    return Math.abs(dot(vector, vector, 0) - 1) <= 2 * UNIT_TOLERANCE;
  }
}
