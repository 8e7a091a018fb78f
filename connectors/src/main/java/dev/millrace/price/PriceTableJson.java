// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.price;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a price table from JSON. Strict, for a price that is misread is money: a key that is not
 * known, a rate that is missing, zero or not exact in nanos, and dates and tiers out of order are
 * refused with the place.
 */
final class PriceTableJson {
  private static final ObjectReader JSON =
      new ObjectMapper()
          .reader()
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> TABLE =
      Set.of("date", "currency", "unit", "sources", "providers");
  private static final Set<String> RATES =
      Set.of("input", "output", "cache_read", "cache_write", "cache_write_1h");

  private final LocalDate date;
  private final String currency;

  private PriceTableJson(LocalDate date, String currency) {
    this.date = date;
    this.currency = currency;
  }

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException if something in it is wrong
   */
  static PriceTable read(InputStream in) throws IOException {
    JsonNode root = JSON.readTree(in);
    keys(root, "the table", TABLE);
    LocalDate date = LocalDate.parse(root.path("date").asText());
    PriceTableJson reader = new PriceTableJson(date, root.path("currency").asText());
    List<PriceTable.Source> sources = new ArrayList<>();
    root.path("sources").forEach(source -> sources.add(source(source)));
    Map<String, List<PricedModel>> models = new LinkedHashMap<>();
    root.path("providers")
        .properties()
        .forEach(
            entry -> models.put(entry.getKey(), reader.models(entry.getKey(), entry.getValue())));
    return new PriceTable(date, reader.currency, sources, models);
  }

  private static PriceTable.Source source(JsonNode node) {
    return new PriceTable.Source(
        node.path("of").asText(),
        node.path("name").asText(),
        node.path("url").asText(),
        node.path("version").asText(),
        node.path("date").asText());
  }

  private List<PricedModel> models(String provider, JsonNode node) {
    keys(node, provider, Set.of("pages", "models"));
    List<PricedModel> models = new ArrayList<>();
    for (JsonNode model : node.path("models")) {
      models.add(model(provider, model));
    }
    return models;
  }

  private PricedModel model(String provider, JsonNode node) {
    String id = node.path("id").asText();
    String at = provider + "/" + id;
    keys(node, at, Set.of("id", "aliases", "dated", "prices"));
    List<String> aliases = new ArrayList<>();
    node.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    List<PriceHistory.Entry> entries = new ArrayList<>();
    node.path("prices").forEach(price -> entries.add(entry(at, price)));
    try {
      PriceHistory prices = new PriceHistory(entries);
      return new PricedModel(provider, id, aliases, node.path("dated").asBoolean(), prices);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(at + ": " + e.getMessage(), e);
    }
  }

  private PriceHistory.Entry entry(String at, JsonNode node) {
    keys(node, at, plus(RATES, "from", "tiers"));
    List<Tier> tiers = new ArrayList<>();
    for (JsonNode tier : node.path("tiers")) {
      keys(tier, at, plus(RATES, "above"));
      tiers.add(new Tier(tier.path("above").asLong(), rates(at, tier)));
    }
    String from = node.path("from").asText();
    String version = date + "/" + at + (from.isEmpty() ? "" : "@" + from);
    return new PriceHistory.Entry(
        from.isEmpty() ? PriceHistory.EVER : midnight(from),
        new Price(version, currency, rates(at, node), tiers));
  }

  private static long midnight(String day) {
    return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** What is not said of a cache costs what input does, and an hour of it what its usual time. */
  private static Rates rates(String at, JsonNode node) {
    long input = rate(at, node, "input");
    long write = node.has("cache_write") ? rate(at, node, "cache_write") : input;
    return new Rates(
        input,
        rate(at, node, "output"),
        node.has("cache_read") ? rate(at, node, "cache_read") : input,
        write,
        node.has("cache_write_1h") ? rate(at, node, "cache_write_1h") : write);
  }

  private static long rate(String at, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber() || value.decimalValue().signum() <= 0) {
      throw new IllegalArgumentException(at + ": " + key + " is no price");
    }
    try {
      return Money.nanos(value.decimalValue());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(at + ": " + key + ": " + e.getMessage(), e);
    }
  }

  private static Set<String> plus(Set<String> keys, String... more) {
    Set<String> all = new HashSet<>(keys);
    all.addAll(List.of(more));
    return all;
  }

  private static void keys(JsonNode node, String at, Set<String> known) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(at + ": no object");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new IllegalArgumentException(at + ": unknown key " + entry.getKey());
      }
    }
  }
}
