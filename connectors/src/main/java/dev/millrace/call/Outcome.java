// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * How one attempt ended. Failures of the outside world are values; a future of an outcome completes
 * exceptionally only when it was cancelled or when our own code is wrong.
 */
public sealed interface Outcome<T> {

  /** What the provider bills, or will: for a failed attempt too. */
  Usage usage();

  Timing timing();

  /** What the provider said in passing of the account's limits. */
  AccountStanding account();

  /** The same end with another value; of a failure, the same failure. */
  <R> Outcome<R> map(Function<T, R> change);

  record Succeeded<T>(T value, Usage usage, Timing timing, AccountStanding account)
      implements Outcome<T> {

    /** Of which nobody said anything about an account. */
    public Succeeded(T value, Usage usage, Timing timing) {
      this(value, usage, timing, AccountStanding.NONE);
    }

    @Override
    public <R> Outcome<R> map(Function<T, R> change) {
      return new Succeeded<>(change.apply(value), usage, timing, account);
    }
  }

  record Failed<T>(Failure failure, Usage usage, Timing timing, AccountStanding account)
      implements Outcome<T> {

    /** Of which nobody said anything about an account. */
    public Failed(Failure failure, Usage usage, Timing timing) {
      this(failure, usage, timing, AccountStanding.NONE);
    }

    @Override
    public <R> Outcome<R> map(Function<T, R> change) {
      return new Failed<>(failure, usage, timing, account);
    }
  }

  static <T> Outcome<T> failed(Failure failure, Timing timing) {
    return new Failed<>(failure, Usage.NONE, timing);
  }

  static <T> CompletableFuture<Outcome<T>> failedNow(Failure failure) {
    return CompletableFuture.completedFuture(failed(failure, Timing.NONE));
  }
}
