// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.bounds.AccountBound;
import dev.millrace.bounds.LeasedAccount;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call of a lane may leave by the time it is: by what its model's provider has said, and
 * by what the account allows. Who may not leave by the account keeps all others of the lane
 * waiting: else small calls would overtake a large one for ever.
 */
final class Door {
  private final @Nullable AccountBound account;
  private long nowMs;
  private long opensAtMs;
  private boolean shut;
  private @Nullable Waiting asks;

  Door(@Nullable AccountBound account) {
    this.account = account;
  }

  /** Begins to look, at this time. */
  void at(long time) {
    nowMs = time;
    opensAtMs = Long.MAX_VALUE;
    shut = false;
    asks = null;
  }

  /** The same of a call that waits; if it is for a grant, that may have to be asked for. */
  boolean lets(Waiting call, ModelPlaces model) {
    boolean lets = lets(call.seat(), model);
    LeasedAccount leased = account == null ? null : account.leased();
    if (shut && asks == null && leased != null && leased.isToAsk(nowMs)) {
      asks = call;
    }
    return lets;
  }

  boolean lets(Seat seat, ModelPlaces model) {
    long toldMs = model.waitMs(seat, nowMs);
    if (toldMs > 0) {
      opensAtMs = Math.min(opensAtMs, nowMs + toldMs);
      return false;
    }
    long accountMs = account == null ? 0 : account.waitMs(seat.tokens(), nowMs);
    if (accountMs > 0) {
      opensAtMs = Math.min(opensAtMs, nowMs + accountMs);
      shut = true;
    }
    return !shut;
  }

  /** Whether nobody else may leave either. */
  boolean shut() {
    return shut;
  }

  /** Who waits for a grant that was not asked for yet, and is told once; null if nobody does. */
  @Nullable Waiting takeAsker() {
    Waiting asker = asks;
    asks = null;
    return asker;
  }

  /** When somebody who was not let may leave; {@link Long#MAX_VALUE} if all were. */
  long opensAtMs() {
    return opensAtMs;
  }
}
