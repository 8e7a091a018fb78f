// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * What a transport must know of the request that it sends: how long there is, whether it may be
 * sent twice, and that somebody may give it up. It goes along in the context of the SDK's calls.
 */
final class Flight {
  private static final Object KEY = Flight.class;

  private final String callId;
  private final boolean mayRepeat;
  private final long endNanos;
  private @Nullable Runnable ending;
  private boolean givenUp;

  Flight(String callId, boolean mayRepeat, Duration timeout) {
    this.callId = callId;
    this.mayRepeat = mayRepeat;
    this.endNanos = System.nanoTime() + timeout.toNanos();
  }

  /** The flight of a request; one of our own making, such as the first of a session, has none. */
  static Flight of(ContextView context, Duration otherwise) {
    Flight flight = context.getOrDefault(KEY, null);
    return flight == null ? new Flight("", true, otherwise) : flight;
  }

  reactor.util.context.Context in(reactor.util.context.Context context) {
    return context.put(KEY, this);
  }

  /** Empty if the request is no call of a tool. */
  String callId() {
    return callId;
  }

  boolean mayRepeat() {
    return mayRepeat;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
  }

  /** What to do when the request is given up; done at once if it is already. */
  void onGivenUp(Runnable action) {
    synchronized (this) {
      if (!givenUp) {
        ending = action;
        return;
      }
    }
    action.run();
  }

  void giveUp() {
    Runnable action;
    synchronized (this) {
      action = givenUp ? null : ending;
      givenUp = true;
    }
    if (action != null) {
      action.run();
    }
  }
}
