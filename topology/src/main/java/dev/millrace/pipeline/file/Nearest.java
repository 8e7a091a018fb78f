// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what somebody who mistyped a name meant. */
final class Nearest {
  private static final int MAX_CHARS = 64;

  private Nearest() {}

  /** What to write in the place of a name that is none of these. */
  static String mend(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "delete it";
    }
    return to(name, known)
        .map(near -> "write " + near)
        .orElseGet(() -> "delete it, or write one of: " + String.join(", ", known));
  }

  /** The known name that is so near that it was probably meant. */
  static Optional<String> to(String name, Collection<String> known) {
    if (name.length() > MAX_CHARS) {
      return Optional.empty();
    }
    return known.stream()
        .filter(other -> other.length() <= MAX_CHARS && isNear(name, other))
        .min(Comparator.comparingInt(other -> distance(name, other)));
  }

  /** So many known names, the nearest first, however far they are. */
  static List<String> few(int most, String name, Collection<String> known) {
    String start = name.substring(0, Math.min(name.length(), MAX_CHARS));
    return known.stream()
        .filter(other -> other.length() <= MAX_CHARS)
        .sorted(Comparator.comparingInt(other -> distance(start, other)))
        .limit(most)
        .toList();
  }

  /** One letter in three may differ; in the shortest names, upper and lower case only. */
  private static boolean isNear(String name, String other) {
    return name.equalsIgnoreCase(other) || distance(name, other) <= name.length() / 3;
  }

  /** Letters to insert, delete, replace or swap with their neighbour. */
  static int distance(String from, String to) {
    int[][] least = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        least[i][j] = i == 0 ? j : j == 0 ? i : step(least, from, to, i, j);
      }
    }
    return least[from.length()][to.length()];
  }

  private static int step(int[][] least, String from, String to, int i, int j) {
    int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(least[i - 1][j - 1] + replace, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, 1 + least[i - 2][j - 2]) : best;
  }
}
