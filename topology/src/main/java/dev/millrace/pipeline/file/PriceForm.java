// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.price.Tier;
import java.util.List;

/** {@code models.NAME.price}. */
final class PriceForm extends RatesForm<OwnPrice> {
  private final Key<List<Tier>> tiers = key("tiers", new ListOf<>(10, new TierForm()), List.of());

  @Override
  void check(Entries entries) {
    super.check(entries);
    List<Tier> said = entries.find(tiers);
    for (int i = 1; said != null && i < said.size(); i++) {
      if (said.get(i).aboveInputTokens() <= said.get(i - 1).aboveInputTokens()) {
        entries
            .at(tiers)
            .mistake("the tiers do not rise", "order them by above, each above another number");
        return;
      }
    }
  }

  @Override
  OwnPrice build(Entries entries) {
    return new OwnPrice(rates(entries), entries.get(tiers));
  }

  /** One of its tiers. */
  private static final class TierForm extends RatesForm<Tier> {
    private final Key<Integer> above =
        required("above", Numbers.whole(1, ModelForm.MAX_CONTEXT_TOKENS));

    @Override
    Tier build(Entries entries) {
      return new Tier(entries.get(above), rates(entries));
    }
  }
}
