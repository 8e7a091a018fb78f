// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.LastWord;
import dev.millrace.pipeline.Permission;

/** {@code routes.NAME.at_limit}. */
final class AtLimitForm extends Form<AtLimit> {
  private final Key<Permission> permission = optional("permission", new PermissionForm());
  private final Key<LastWord> lastWord = optional("last_word", new LastWordForm());
  private final Key<String> answer = optional("answer", Templates.text());
  private final Key<String> ask = optional("ask", Templates.text());
  private final Key<Boolean> escalate = key("escalate", Numbers.bool(), false);

  @Override
  void check(Entries entries) {
    if (entries.has(answer) && entries.has(ask)) {
      String message = "a run ends with an answer or with a question";
      entries.at(ask).mistake(message, "write answer: or ask:, and not both");
    }
  }

  @Override
  AtLimit build(Entries entries) {
    String question = entries.find(ask);
    return new AtLimit(
        entries.find(permission),
        entries.find(lastWord),
        question == null ? entries.find(answer) : question,
        question != null,
        entries.get(escalate));
  }
}
