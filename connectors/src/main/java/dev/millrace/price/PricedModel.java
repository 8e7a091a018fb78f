// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import java.util.List;
import java.util.stream.Stream;

/**
 * A model of the price table.
 *
 * @param id what the provider calls it
 * @param aliases its other names
 * @param dated whether its names may carry a date, a version or "latest" ({@link Snapshots})
 */
public record PricedModel(
    String provider, String id, List<String> aliases, boolean dated, PriceHistory prices) {
  public PricedModel {
    aliases = List.copyOf(aliases);
  }

  /** The id first. */
  public List<String> names() {
    return Stream.concat(Stream.of(id), aliases.stream()).toList();
  }
}
