// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.Guard;
import java.util.List;
import java.util.Map;

/** {@code routes.NAME.agent}. */
final class AgentForm extends Form<Agent> {
  private final Key<String> model = required("model", new ReferenceTo(Section.MODELS));
  private final Key<String> system = key("system", Templates.text(), "");
  private final Key<List<String>> tools =
      required("tools", NameList.of(128, new ReferenceTo(Section.TOOLS)));
  private final Key<Integer> maxSteps = key("max_steps", Numbers.whole(1, 64), 6);
  private final Key<Integer> maxParallelTools = key("max_parallel_tools", Numbers.whole(1, 64), 8);
  private final Key<Integer> maxOutputTokens =
      optional("max_output_tokens", Numbers.whole(1, 1_000_000));
  private final Key<Guard> guard = key("guard", new GuardForm(), Guard.USUAL);

  @Override
  void check(Entries entries) {
    List<String> offered = entries.find(tools);
    boolean none = entries.at(tools).node() instanceof Yaml.Sequence list && list.items().isEmpty();
    if (offered != null && offered.isEmpty() && none) {
      String mend = "name a tool, or write a plan with one model call";
      entries.at(tools).mistake("an agent without tools has nothing to choose", mend);
    }
  }

  @Override
  Agent build(Entries entries) {
    return new Agent(
        entries.get(model),
        entries.get(system),
        entries.get(tools),
        entries.get(maxSteps),
        entries.get(maxParallelTools),
        Map.of(),
        entries.find(maxOutputTokens),
        entries.get(guard));
  }
}
