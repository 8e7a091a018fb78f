// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.call.WellFormed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request asks.
 *
 * @param routeHint the route the producer wishes; empty for none
 * @param turns oldest first; the last one is the user's
 * @param attributes what the producer knows about it
 */
public record Inquiry(
    String conversationId, String routeHint, List<Turn> turns, Map<String, String> attributes) {

  /** Who said something. */
  public enum Role {
    USER,
    ASSISTANT
  }

  /** Something said. */
  public record Turn(Role role, String text) {
    public Turn {
      text = WellFormed.of(text);
    }
  }

  public Inquiry {
    routeHint = WellFormed.of(routeHint);
    turns = List.copyOf(turns);
    Map<String, String> copies = new LinkedHashMap<>();
    attributes.forEach((name, value) -> copies.put(WellFormed.of(name), WellFormed.of(value)));
    attributes = Collections.unmodifiableMap(copies);
  }

  /** Whether it is the model's turn. */
  public boolean endsWithUser() {
    return turns.isEmpty() || turns.get(turns.size() - 1).role() == Role.USER;
  }

  /** What the user said last. */
  public String text() {
    return turns.isEmpty() ? "" : turns.get(turns.size() - 1).text();
  }
}
