// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What models cost at their providers' list prices, as of a day. A model that is not in it has no
 * price, which is not a price of zero.
 */
public final class PriceTable {

  /** Where facts are from: what of, who gathered them, and the state of the day. */
  public record Source(String of, String name, String url, String version, String date) {}

  private static final class Bundled {
    static final PriceTable TABLE = read("prices.json");
  }

  private final LocalDate date;
  private final String currency;
  private final List<Source> sources;
  private final Map<String, List<PricedModel>> models;
  private final Map<String, Map<String, PricedModel>> byName = new HashMap<>();

  /**
   * A table.
   *
   * @param models by provider
   * @throws IllegalArgumentException if two models of a provider share a name
   */
  PriceTable(
      LocalDate date,
      String currency,
      List<Source> sources,
      Map<String, List<PricedModel>> models) {
    this.date = date;
    this.currency = currency;
    this.sources = List.copyOf(sources);
    this.models = new LinkedHashMap<>(models);
    models.forEach((provider, all) -> byName.put(provider, byName(all)));
  }

  /** The one that comes with this version of Millrace. */
  public static PriceTable bundled() {
    return Bundled.TABLE;
  }

  /** The day whose prices these are. */
  public LocalDate date() {
    return date;
  }

  /** ISO 4217, of all prices. */
  public String currency() {
    return currency;
  }

  public List<Source> sources() {
    return sources;
  }

  /** The providers, in the table's order. */
  public Set<String> providers() {
    return models.keySet();
  }

  /** The models of a provider, in the table's order; none of one that is not in the table. */
  public List<PricedModel> of(String provider) {
    return models.getOrDefault(provider, List.of());
  }

  /** All names of a provider's models. */
  public Collection<String> names(String provider) {
    return byName.getOrDefault(provider, Map.of()).keySet();
  }

  /**
   * The model that a provider calls so: by its id, an alias, or the name of a state of one that is
   * dated.
   */
  public Optional<PricedModel> find(String provider, String name) {
    PricedModel exact = byName.getOrDefault(provider, Map.of()).get(name);
    return exact != null
        ? Optional.of(exact)
        : of(provider).stream()
            .filter(PricedModel::dated)
            .filter(m -> isState(name, m))
            .findFirst();
  }

  private static boolean isState(String name, PricedModel model) {
    return model.names().stream().anyMatch(known -> Snapshots.isStateOf(name, known));
  }

  private static Map<String, PricedModel> byName(List<PricedModel> models) {
    Map<String, PricedModel> byName = new LinkedHashMap<>();
    for (PricedModel model : models) {
      for (String name : model.names()) {
        if (byName.put(name, model) != null) {
          throw new IllegalArgumentException("two prices of " + model.provider() + "/" + name);
        }
      }
    }
    return byName;
  }

  private static PriceTable read(String resource) {
    try (InputStream in = PriceTable.class.getResourceAsStream(resource)) {
      return PriceTableJson.read(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
