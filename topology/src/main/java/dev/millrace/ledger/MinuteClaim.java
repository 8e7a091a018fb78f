// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

/**
 * What a partition has had of a {@linkplain MinuteGrants slice}, and wanted.
 *
 * @param number of the latest question that it asked
 * @param asked whether it has asked in this slice
 * @param granted in this slice
 * @param lacks what it wanted more of this slice, and was not granted
 * @param before what it wanted of the slice before
 * @param back what it gave back, in this slice, of earlier ones
 */
public record MinuteClaim(
    long number, boolean asked, Amounts granted, Amounts lacks, Amounts before, Amounts back) {
  static final MinuteClaim NONE =
      new MinuteClaim(0, false, Amounts.NONE, Amounts.NONE, Amounts.NONE, Amounts.NONE);

  /** The same in the slice after this one. */
  MinuteClaim next() {
    return new MinuteClaim(
        number, false, Amounts.NONE, Amounts.NONE, granted.plus(lacks), Amounts.NONE);
  }

  /** It asks for more, and gives something back. */
  MinuteClaim asks(long latest, Amounts wants, Amounts returned) {
    return new MinuteClaim(latest, true, granted, wants, before, back.plus(returned));
  }

  /** It is granted some of what it lacks. */
  MinuteClaim granted(Amounts more) {
    return new MinuteClaim(number, asked, granted.plus(more), lacks.beyond(more), before, back);
  }

  /** What it is likely to want of this slice in all. */
  Amounts demand() {
    return before.atLeast(granted.plus(lacks));
  }

  /** Whether nothing is to be remembered of it. */
  boolean isOver() {
    return !asked && before.equals(Amounts.NONE);
  }
}
