// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.WindowLimits;

/**
 * Somebody or something that has budgets.
 *
 * @param place the number of its kind, from 0; it is stored, so it stays
 * @param name of its kind, for people: tenant, user, route
 * @param key of its account
 * @param limits by the pipeline file; whatever windows it names are kept account of
 * @param leased whether more partitions spend from it, so that what this one may spend is what was
 *     granted to it
 */
public record Scope(int place, String name, String key, WindowLimits limits, boolean leased) {
  /** There are bits for so many in a {@link Hold}. */
  public static final int MOST_PLACES = 7;

  /** One that nobody else spends from. */
  public Scope(int place, String name, String key, WindowLimits limits) {
    this(place, name, key, limits, false);
  }

  public Scope {
    if (place < 0 || place >= MOST_PLACES) {
      throw new IllegalArgumentException("no place: " + place);
    }
  }
}
