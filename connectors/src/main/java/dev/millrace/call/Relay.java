// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An attempt in other words: it ends as the attempt does, and who calls it off calls that off. */
public final class Relay<T> extends CompletableFuture<Outcome<T>> {
  private final CompletableFuture<?> attempt;

  private Relay(CompletableFuture<?> attempt) {
    this.attempt = attempt;
  }

  /** The same end with another value. */
  public static <A, T> CompletableFuture<Outcome<T>> of(
      CompletableFuture<Outcome<A>> attempt, Function<A, T> change) {
    return of(attempt, (outcome, thrown) -> {}, outcome -> outcome.map(change));
  }

  /**
   * The same end, of which somebody hears before all others.
   *
   * @param first is told the outcome, or what the attempt broke with
   */
  public static <T> CompletableFuture<Outcome<T>> after(
      CompletableFuture<Outcome<T>> attempt,
      BiConsumer<@Nullable Outcome<T>, @Nullable Throwable> first) {
    return of(attempt, first, outcome -> outcome);
  }

  private static <A, T> CompletableFuture<Outcome<T>> of(
      CompletableFuture<Outcome<A>> attempt,
      BiConsumer<@Nullable Outcome<A>, @Nullable Throwable> first,
      Function<Outcome<A>, Outcome<T>> change) {
    Relay<T> relay = new Relay<>(attempt);
    var unused =
        attempt.whenComplete(
            (outcome, thrown) -> {
              try {
                first.accept(outcome, thrown);
                relay.end(thrown == null ? change.apply(outcome) : null, thrown);
              } catch (RuntimeException bug) { // Nobody is to wait for ever because of it.
                relay.end(null, bug);
              }
            });
    return relay;
  }

  private void end(@Nullable Outcome<T> outcome, @Nullable Throwable thrown) {
    if (thrown == null) {
      complete(outcome);
    } else {
      completeExceptionally(thrown);
    }
  }

  /** The attempt first: what it says of its end is then this one's. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    attempt.cancel(mayInterruptIfRunning);
    return super.cancel(mayInterruptIfRunning);
  }
}
