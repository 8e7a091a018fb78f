// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.pipeline.Plan;
import java.util.Map;

/** {@code routes.NAME.plan}. */
final class PlanForm extends Form<Plan> {
  private static final int MAX_CALLS = 64;

  private final Key<Map<String, Plan.PlanCall>> calls =
      key("calls", MapOf.named(MAX_CALLS, new CallForm()), Map.of());
  private final Key<String> answer = required("answer", Templates.text());
  private final Key<JsonNode> structured = optional("structured", Templates.json());

  @Override
  void check(Entries entries) {
    Needs needs = entries.has(calls) ? Needs.of(entries.at(calls)) : Needs.of(null);
    if (needs.calls().size() <= MAX_CALLS) {
      needs.check("call of this plan", "needs or after");
    }
  }

  @Override
  Plan build(Entries entries) {
    return new Plan(entries.get(calls), entries.get(answer), entries.find(structured));
  }
}
