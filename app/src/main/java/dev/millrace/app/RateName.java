// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.price.Rates;
import java.util.Locale;

/** A rate of a price, by the name that it has in files. */
enum RateName {
  INPUT,
  OUTPUT,
  CACHE_READ,
  CACHE_WRITE,
  CACHE_WRITE_1H;

  /** In nanos a million tokens. */
  long of(Rates rates) {
    return switch (this) {
      case INPUT -> rates.inputNanosPerMillion();
      case OUTPUT -> rates.outputNanosPerMillion();
      case CACHE_READ -> rates.cacheReadNanosPerMillion();
      case CACHE_WRITE -> rates.cacheWriteNanosPerMillion();
      case CACHE_WRITE_1H -> rates.cacheWrite1hNanosPerMillion();
    };
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
