// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.Outcome;
import dev.millrace.engine.OutboundCall;
import dev.millrace.run.CallResult;
import java.util.concurrent.CompletableFuture;

/** An attempt under way in the world. */
final class Flight extends CompletableFuture<Outcome<CallResult>> {
  final OutboundCall call;
  final long order;
  final long giveUpAtMs;
  private final boolean deaf;
  private boolean calledOff;

  /**
   * @param order in which it left
   * @param giveUpAtMs when whoever sent it should have given it up, on the world's timeline
   * @param deaf whether it comes back even when it was called off
   */
  Flight(OutboundCall call, long order, long giveUpAtMs, boolean deaf) {
    this.call = call;
    this.order = order;
    this.giveUpAtMs = giveUpAtMs;
    this.deaf = deaf;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    calledOff = true;
    return !deaf && super.cancel(mayInterruptIfRunning);
  }

  boolean deaf() {
    return deaf;
  }

  boolean calledOff() {
    return calledOff;
  }
}
