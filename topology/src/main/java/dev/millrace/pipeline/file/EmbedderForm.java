// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.EmbedderConfig;

/** {@code classifier.embedder}. */
final class EmbedderForm extends Form<EmbedderConfig> {
  private static final int MAX_MONEY = 1_000;
  private static final int MAX_DIMENSIONS = 65_536;

  private final Key<String> provider = required("provider", new ReferenceTo(Section.PROVIDERS));
  private final Key<String> model = required("model", Texts.words("the provider's name for it"));
  private final Key<Integer> dimensions = optional("dimensions", Numbers.whole(1, MAX_DIMENSIONS));
  private final Key<Long> price = required("price", Numbers.money(MAX_MONEY));

  @Override
  EmbedderConfig build(Entries entries) {
    return new EmbedderConfig(
        entries.get(provider), entries.get(model), entries.find(dimensions), entries.get(price));
  }
}
