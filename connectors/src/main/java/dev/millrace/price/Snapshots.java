// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import java.util.regex.Pattern;

/**
 * The endings by which providers name a state of a model: {@code -20250929}, {@code @20250929},
 * {@code -2025-08-07}, {@code -2508}, {@code -001}, {@code -latest}, {@code -preview}, {@code
 * -preview-09-2025}, {@code -exp}. Nothing else, for what follows a name is often a successor's
 * version or a smaller sister: {@code claude-opus-5-5} is no state of {@code claude-opus-5}.
 */
final class Snapshots {
  private static final Pattern ENDING =
      Pattern.compile(
          "[-@][0-9]{8}|-[0-9]{4}-[0-9]{2}-[0-9]{2}|-[0-9]{4}|-[0-9]{3}|-latest|-exp"
              + "|-preview(-[0-9]{2}-[0-9]{2}([0-9]{2})?)?");

  private Snapshots() {}

  /** True if the name is the other with such an ending. */
  static boolean isStateOf(String name, String other) {
    return name.startsWith(other) && ENDING.matcher(name.substring(other.length())).matches();
  }
}
