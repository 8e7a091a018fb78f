// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has sent in a turn, and in what was read before it: it is handed over together. Where
 * only one call of a turn is not back yet, its thread may stay awake for that.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class Gathering {
  /** Calls sent in one turn; more do not wait for its end. */
  private static final int MOST_TOGETHER = 64;

  private final List<CallTransport> sentBy = new ArrayList<>();
  private final Map<String, Patience> patience = new HashMap<>();
  private int together;
  private int notBack;
  private @Nullable OutboundCall latest;

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
    latest = call;
    notBack++;
    together++;
    if (together >= MOST_TOGETHER || (notBack == 1 && nothingWaits)) {
      handOver();
    }
  }

  /** A call is back, of this turn or of an earlier one. */
  void back() {
    notBack = Math.max(0, notBack - 1);
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

  /** Forgets what is not back. */
  void endTurn() {
    notBack = 0;
    latest = null;
  }

  /** Lets go what was sent. */
  void handOver() {
    if (together > 0) {
      sentBy.forEach(CallTransport::handOver);
      sentBy.clear();
      together = 0;
    }
  }

  /** The only call of the turn that is not back, if it is a tool's. */
  OutboundCall.@Nullable ToTool lone() {
    return notBack == 1 && latest instanceof OutboundCall.ToTool tool ? tool : null;
  }

  /** How long to stay awake for answers of a tool. */
  Patience patienceFor(String tool) {
    return patience.computeIfAbsent(tool, name -> new Patience());
  }
}
