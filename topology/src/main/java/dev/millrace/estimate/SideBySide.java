// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route's estimate, and what its runs really came to. */
public record SideBySide(RouteEstimate estimate, List<Toll> truth) {

  public SideBySide {
    truth = List.copyOf(truth);
  }

  public Spread truth(Measure of) {
    return Spread.of(truth.stream().map(of::of).toList());
  }

  /** The true mean over the likely one; null where either is of nothing. */
  public @Nullable Double ratio(Measure of) {
    long likely = estimate.likely(of).mean();
    return truth.isEmpty() || likely == 0
        ? null
        : Double.valueOf((double) truth(of).mean() / likely);
  }

  /** How many runs took less than the least. */
  public long below(Measure of) {
    long least = estimate.least(of);
    return of.hasBounds() ? truth.stream().filter(toll -> of.of(toll) < least).count() : 0;
  }

  /** How many runs took more than the most. */
  public long above(Measure of) {
    long most = estimate.most(of);
    return of.hasBounds() ? truth.stream().filter(toll -> of.of(toll) > most).count() : 0;
  }
}
