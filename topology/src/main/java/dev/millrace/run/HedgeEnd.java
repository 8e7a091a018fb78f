// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.Locale;

/** What became of a second attempt beside a slow one; or why there was none. */
public enum HedgeEnd {
  /** It was answered first, and the run went on with that. */
  WON,
  /** The first attempt was answered first, and this one was called off. */
  LOST,
  /** It failed. */
  FAILED,
  /** Nobody wanted the call any more. */
  CALLED_OFF,
  /** A restart hid what came of it. */
  HIDDEN,
  /** None: enough of the model's calls were made twice of late. */
  TOO_MANY,
  /** None: a breaker keeps calls from the model that was to be asked. */
  CIRCUIT_OPEN,
  /** None: no place was free that nobody waits for. */
  CROWDED,
  /** None: what it may cost did not fit the budgets. */
  OVER_BUDGET,
  /** None: the call is too large for the model that was to be asked. */
  TOO_LARGE;

  /** As metrics name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
