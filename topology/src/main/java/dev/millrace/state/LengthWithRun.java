// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.model.ToolUse;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import java.util.Map;

/**
 * What may go with a run in its own record. A record of its own costs the stream thread, the
 * producer and the broker about as much as a thousand characters more in one that is written in any
 * case; but these are written again at every step. So what is short goes with the run, until that
 * is no longer short.
 */
final class LengthWithRun {
  /** In characters, of all that goes with a run. */
  static final int MOST = 1_024;

  /** Of what there is beside texts: numbers, kinds and lengths. */
  private static final int FRAME = 24;

  private LengthWithRun() {}

  static int of(LiveRun live) {
    Inquiry inquiry = live.inquiry();
    int length = inquiry == null ? 0 : of(inquiry);
    for (Part part : live.parts()) {
      length += of(part);
    }
    return length;
  }

  static int of(Inquiry inquiry) {
    int length = FRAME + inquiry.conversationId().length() + inquiry.routeHint().length();
    for (Inquiry.Turn turn : inquiry.turns()) {
      length += FRAME + turn.text().length();
    }
    for (Map.Entry<String, String> attribute : inquiry.attributes().entrySet()) {
      length += attribute.getKey().length() + attribute.getValue().length();
    }
    return length;
  }

  static int of(Part part) {
    CallResult result = part.result();
    int length = FRAME + part.name().length();
    if (result instanceof CallResult.ToolAnswer tool) {
      length += tool.content().length();
    } else if (result instanceof CallResult.Failed failed) {
      length += failed.detail().length();
    } else if (result instanceof CallResult.ModelAnswer answer) {
      length += answer.response().text().length();
      for (ToolUse use : answer.response().toolUses()) {
        length += FRAME + use.arguments().length() + use.signature().length();
      }
    }
    return length;
  }
}
