// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.CallId;

/**
 * A call that waits for a place. It holds a name only; the call itself is made of the run's parts
 * when its turn comes.
 *
 * @param caller who is told of its turn
 */
record Waiting(CallId id, Seat seat, Caller caller) {

  /** Who makes calls: the mailbox of a task. */
  interface Caller {

    /**
     * The call may leave: a place is taken for it. Told by any thread, within the monitor of {@link
     * Slots}, so all it may do is to note it.
     */
    void mayLeave(CallId id, Seat seat);

    /**
     * It is this caller's call that waits for a grant; it is to ask for it. Told like a turn, and
     * all it may do is to note it.
     */
    void mustAsk(GrantWanted wanted);

    /** Something was noted. Told by any thread, outside the monitor. */
    void wake();
  }
}
