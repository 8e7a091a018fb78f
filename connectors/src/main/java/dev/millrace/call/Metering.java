// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Watches how attempts end. */
public final class Metering {
  private Metering() {}

  /**
   * Makes an attempt and returns its own future, so that cancelling it still reaches the attempt.
   *
   * @param answered told of an outcome, good or bad
   * @param abandoned told after how long an attempt was cancelled, or broke on a bug of ours
   */
  public static <T> CompletableFuture<Outcome<T>> of(
      Supplier<CompletableFuture<Outcome<T>>> attempt,
      Consumer<Outcome<T>> answered,
      Consumer<Duration> abandoned) {
    long startNanos = System.nanoTime();
    CompletableFuture<Outcome<T>> future = attempt.get();
    var unused =
        future.whenComplete(
            (outcome, thrown) -> {
              if (thrown == null) {
                answered.accept(outcome);
              } else {
                abandoned.accept(Duration.ofNanos(System.nanoTime() - startNanos));
              }
            });
    return future;
  }
}
