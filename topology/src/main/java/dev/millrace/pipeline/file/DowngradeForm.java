// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Downgrade;
import java.util.Map;

/** An item of {@code routes.NAME.downgrade}. */
final class DowngradeForm extends Form<Downgrade> {
  private final Key<Long> left = required("left", Numbers.share());
  private final Key<Downgrade.Window> of = required("of", Texts.budgetWindow());
  private final Key<Map<String, String>> models =
      required("models", MapOf.named(100, new ReferenceTo(Section.MODELS)));

  @Override
  void check(Entries entries) {
    Map<String, String> said = entries.find(models);
    if (said == null) {
      return;
    }
    for (At each : entries.at(models).entries().values()) {
      each.context().refer(Section.MODELS, each.name(), each);
      if (each.name().equals(said.get(each.name()))) {
        each.mistake("the model steps down to itself", "write a cheaper model");
      }
    }
    if (said.isEmpty() && entries.at(models).entries().isEmpty()) {
      entries.at(models).mistake("no model steps down", "write MODEL: CHEAPER_MODEL");
    }
  }

  @Override
  Downgrade build(Entries entries) {
    return new Downgrade(entries.get(left), entries.get(of), entries.get(models));
  }
}
