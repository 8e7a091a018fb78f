// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has sent in a turn: it is handed over together, and the thread may stay awake for the
 * answer of a tool that was called last.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class Gathering {
  /** Calls sent in one turn; more do not wait for its end. */
  private static final int MOST_TOGETHER = 64;

  private final List<CallTransport> sentBy = new ArrayList<>();
  private final Map<String, Patience> patience = new HashMap<>();
  private int together;
  private int inTurn;
  private OutboundCall.@Nullable ToTool latest;

  /**
   * A call was sent.
   *
   * @param nothingWaits where little is to do, a quick call may have ended when the turn that sent
   *     it does
   */
  void add(CallTransport by, OutboundCall call, boolean nothingWaits) {
    if (!isKnown(by)) {
      sentBy.add(by);
    }
    latest = call instanceof OutboundCall.ToTool tool ? tool : null;
    inTurn++;
    together++;
    if (together >= MOST_TOGETHER || (inTurn == 1 && nothingWaits)) {
      handOver();
    }
  }

  /** By identity: to compare two is to compare all they know. There is one, seldom two. */
  private boolean isKnown(CallTransport transport) {
    for (CallTransport each : sentBy) {
      if (each == transport) {
        return true;
      }
    }
    return false;
  }

  /** Lets go what was sent in this turn, and in what was read before it. */
  void endTurn() {
    handOver();
    inTurn = 0;
  }

  /** Lets go what was sent. */
  void handOver() {
    if (together > 0) {
      sentBy.forEach(CallTransport::handOver);
      sentBy.clear();
      together = 0;
    }
  }

  /** The call that was sent last, if it is a tool's. */
  OutboundCall.@Nullable ToTool latest() {
    return latest;
  }

  /** How long to stay awake for answers of a tool. */
  Patience patienceFor(String tool) {
    return patience.computeIfAbsent(tool, name -> new Patience());
  }
}
