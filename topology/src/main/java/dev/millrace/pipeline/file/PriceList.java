// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.price.PriceTable;
import org.jspecify.annotations.Nullable;

/** A provider whose list prices the price table holds. */
final class PriceList implements Kind<String> {

  @Override
  public @Nullable String read(At at) {
    return kind().read(at);
  }

  @Override
  public String such() {
    return kind().such();
  }

  private static Kind<String> kind() {
    return new Scalar<>(
        Scalar.Quotes.NEEDED,
        "a provider of the price table",
        "one of: " + String.join(", ", PriceTable.bundled().providers()),
        text -> PriceTable.bundled().providers().contains(text) ? text : null);
  }
}
