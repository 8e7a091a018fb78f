// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Route;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code routes.NAME.rules[]}. */
final class RuleForm extends Form<Route.Rule> {
  private final Key<Pattern> text = optional("text", Texts.regex());
  private final Key<Map<String, String>> attributes =
      key("attributes", MapOf.byText(100, Texts.text()), Map.of());

  @Override
  void check(Entries entries) {
    Map<String, String> wanted = entries.find(attributes);
    boolean anything = entries.has(text) || wanted == null || !wanted.isEmpty();
    if (!anything) {
      entries
          .at()
          .mistake("the rule names nothing", "write text: \"REGEX\" or attributes: {NAME: VALUE}");
    }
  }

  @Override
  Route.Rule build(Entries entries) {
    return new Route.Rule(entries.find(text), entries.get(attributes));
  }
}
