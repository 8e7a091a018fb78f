// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import dev.millrace.price.Tier;
import java.util.List;

/** What a model costs, as the file says it: the version and the currency stand elsewhere in it. */
record OwnPrice(Rates rates, List<Tier> tiers) {

  PriceHistory history(String version, String currency) {
    return PriceHistory.always(new Price(version, currency, rates, tiers));
  }
}
