// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Provider;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.PriceTable;
import dev.millrace.price.PricedModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the models of a file cost: their own price if they have one, else that of their provider's
 * list. One that has neither is a mistake, and never free.
 *
 * @param version of prices that stand in the file
 * @param currency of the budgets, and so of all prices
 */
record ModelPrices(String version, String currency, Map<String, Provider> providers) {
  private static final PriceTable TABLE = PriceTable.bundled();
  private static final String OWN = "price: {input: ..., output: ...}";
  private static final int FEW = 3;

  /** What cannot be read is null or left out: that is a mistake already. */
  static void check(
      At root,
      @Nullable Map<String, ModelForm.Unpriced> models,
      @Nullable Map<String, Provider> providers,
      @Nullable Budgets budgets) {
    if (models == null || providers == null || budgets == null) {
      return;
    }
    models.forEach(
        (name, model) -> {
          Provider provider = providers.get(model.provider());
          At at = root.find("models", name);
          if (model.own() == null && provider != null && at != null) {
            check(at, model, provider, budgets.currency());
          }
        });
  }

  private static void check(At at, ModelForm.Unpriced model, Provider provider, String currency) {
    String list = provider.prices();
    if (list == null) {
      String lists = String.join(", ", TABLE.providers());
      at.mistake(
          "the model has no price",
          "add %s, or to its provider %s prices: with one of: %s"
              .formatted(OWN, provider.name(), lists));
    } else if (TABLE.find(list, model.wireName()).isEmpty()) {
      List<String> near = Nearest.few(FEW, model.wireName(), TABLE.names(list));
      at.mistake(
          "%s has no list price of '%s'".formatted(list, model.wireName()),
          "write a name: such as %s, or add %s".formatted(String.join(", ", near), OWN));
    } else if (!currency.equals(TABLE.currency())) {
      at.mistake(
          "list prices are in %s, and the budgets in %s".formatted(TABLE.currency(), currency),
          "add %s in %s, or write currency: %s".formatted(OWN, currency, TABLE.currency()));
    }
  }

  /** What a model costs; called only if nothing in the file is wrong. */
  PriceHistory of(ModelForm.Unpriced model) {
    OwnPrice own = model.own();
    if (own != null) {
      return own.history(version, currency);
    }
    Provider provider = Objects.requireNonNull(providers.get(model.provider()), model.provider());
    return TABLE
        .find(Objects.requireNonNull(provider.prices()), model.wireName())
        .map(PricedModel::prices)
        .orElseThrow();
  }
}
