// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.call.Outcome;
import dev.millrace.run.CallResult;
import java.util.concurrent.CompletableFuture;

/**
 * Where calls leave the process. The real one speaks HTTP; tests and simulations answer from a
 * script, at virtual instants.
 */
public interface CallTransport extends AutoCloseable {

  /**
   * Starts an attempt and returns at once; it leaves with the next {@link #handOver} at the latest.
   * Cancelling the future calls it off.
   */
  CompletableFuture<Outcome<CallResult>> send(OutboundCall call);

  /** Whether a call like this leaves when it is sent; false while a breaker keeps it back. */
  default boolean takes(OutboundCall call) {
    return true;
  }

  /** Lets go what was sent and has gathered: who sends many calls in a row wakes others once. */
  default void handOver() {}

  /** Nobody will send anything more. Does not wait. */
  @Override
  default void close() {}
}
