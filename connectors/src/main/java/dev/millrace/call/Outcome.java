// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.util.concurrent.CompletableFuture;

/**
 * How one attempt ended. Failures of the outside world are values; a future of an outcome completes
 * exceptionally only when it was cancelled or when our own code is wrong.
 */
public sealed interface Outcome<T> {

  /** What the provider bills, or will: for a failed attempt too. */
  Usage usage();

  Timing timing();

  record Succeeded<T>(T value, Usage usage, Timing timing) implements Outcome<T> {}

  record Failed<T>(Failure failure, Usage usage, Timing timing) implements Outcome<T> {}

  static <T> Outcome<T> failed(Failure failure, Timing timing) {
    return new Failed<>(failure, Usage.NONE, timing);
  }

  static <T> CompletableFuture<Outcome<T>> failedNow(Failure failure) {
    return CompletableFuture.completedFuture(failed(failure, Timing.NONE));
  }
}
