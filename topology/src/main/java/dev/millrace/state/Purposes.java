// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.run.CallSpec;
import dev.millrace.schemas.stored.StoredPurpose;

/** What a call is for, as stored. */
final class Purposes {
  private static final String EMBED = "embed";
  private static final String ASK_ROUTE = "ask_route";
  private static final String NODE = "node";
  private static final String ASK_AGENT = "ask_agent";
  private static final String USE_TOOL = "use_tool";
  private static final String SAY_LAST = "say_last";

  private Purposes() {}

  static StoredPurpose store(CallSpec.Purpose purpose) {
    if (purpose instanceof CallSpec.Node node) {
      return new StoredPurpose(NODE, node.name(), false, 0, 0);
    }
    if (purpose instanceof CallSpec.AskAgent ask) {
      return new StoredPurpose(ASK_AGENT, "", ask.withTools(), 0, 0);
    }
    if (purpose instanceof CallSpec.UseTool tool) {
      return new StoredPurpose(USE_TOOL, "", false, tool.turn(), tool.use());
    }
    if (purpose instanceof CallSpec.SayLast) {
      return new StoredPurpose(SAY_LAST, "", false, 0, 0);
    }
    String kind = purpose instanceof CallSpec.Embed ? EMBED : ASK_ROUTE;
    return new StoredPurpose(kind, "", false, 0, 0);
  }

  static CallSpec.Purpose read(StoredPurpose stored) {
    return switch (stored.getKind()) {
      case EMBED -> new CallSpec.Embed();
      case ASK_ROUTE -> new CallSpec.AskRoute();
      case NODE -> new CallSpec.Node(stored.getName());
      case ASK_AGENT -> new CallSpec.AskAgent(stored.getWithTools());
      case USE_TOOL -> new CallSpec.UseTool(stored.getTurn(), stored.getUse());
      case SAY_LAST -> new CallSpec.SayLast();
      default -> throw new IllegalStateException("unknown purpose: " + stored.getKind());
    };
  }
}
