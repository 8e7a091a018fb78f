// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.price.Price;

/** What a model costs, as the file says it: the version and the currency stand elsewhere in it. */
record Rates(long input, long output, long cacheRead, long cacheWrite) {

  Price price(String version, String currency) {
    return new Price(version, currency, input, output, cacheRead, cacheWrite);
  }
}
