// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several outcomes as one. */
final class Outcomes {
  private Outcomes() {}

  /** All values in their order, or the first failure; the usage is of all, whatever came of it. */
  static <T> CompletableFuture<Outcome<List<T>>> all(List<CompletableFuture<Outcome<T>>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
        .thenApply(none -> joined(parts.stream().map(CompletableFuture::join).toList()));
  }

  private static <T> Outcome<List<T>> joined(List<Outcome<T>> outcomes) {
    Usage usage = outcomes.stream().map(Outcome::usage).reduce(Usage.NONE, Usage::plus);
    List<T> values = new ArrayList<>();
    for (Outcome<T> outcome : outcomes) {
      if (outcome instanceof Failed<T> failed) {
        return new Failed<>(failed.failure(), usage, failed.timing());
      }
      values.add(((Succeeded<T>) outcome).value());
    }
    return new Succeeded<>(values, usage, Timing.NONE);
  }
}
