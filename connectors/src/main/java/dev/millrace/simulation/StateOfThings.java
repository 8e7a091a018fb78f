// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a tool made for a state, such as {@code cancel_pending_order}, meets that state. */
final class StateOfThings {

  private static final Set<String> STATES =
      Stream.of("pending", "delivered", "processed", "shipped", "open", "closed", "active")
          .map(Words::stem)
          .collect(Collectors.toSet());

  private StateOfThings() {}

  static boolean fits(OfferedTool tool, Conversation conversation) {
    Set<String> wanted =
        tool.nameWords().stream().filter(STATES::contains).collect(Collectors.toSet());
    List<String> states =
        conversation.calls().stream()
            .map(PastCall::json)
            .filter(Objects::nonNull)
            .flatMap(json -> json.findValuesAsText("status").stream())
            .toList();
    return wanted.isEmpty()
        || states.isEmpty()
        || states.stream().anyMatch(state -> Words.meet(Words.of(state), wanted));
  }
}
