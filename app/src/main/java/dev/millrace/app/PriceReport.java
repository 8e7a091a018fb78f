// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Terminal;
import dev.millrace.price.Price;
import dev.millrace.price.PriceTable;
import dev.millrace.price.PricedModel;
import dev.millrace.price.Rates;
import dev.millrace.price.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** How prices of a day are told: lines for people, JSON for programs. */
record PriceReport(PriceTable table, LocalDate day) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROW = "%-34s %9s %9s %10s %11s %14s";
  private static final int NANOS_SCALE = 9;

  List<String> lines(List<PricedModel> models) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "List prices of %s on %s, %s for a million tokens"
            .formatted(table.date(), day, table.currency()));
    lines.add(header("model"));
    for (PricedModel model : models) {
      lines.addAll(rows(model.provider() + "/" + model.id(), at(model)));
    }
    return lines;
  }

  List<String> lines(PriceCheck check, Terminal terminal) {
    List<String> lines = new ArrayList<>();
    lines.add(header("model, for a million tokens"));
    for (PriceCheck.Line line : check.lines()) {
      lines.addAll(rows(line.model().name(), line.price()));
      lines.add("  %s, by %s".formatted(line.price().currency(), line.price().version()));
      line.notes().forEach(note -> lines.add("  " + terminal.paint(Colour.ODD, note)));
    }
    check.notes().forEach(note -> lines.add(terminal.paint(Colour.ODD, note)));
    return lines;
  }

  ObjectNode json(List<PricedModel> models) {
    ObjectNode root = root();
    ArrayNode list = root.putArray("models");
    for (PricedModel model : models) {
      ObjectNode node = list.addObject();
      node.put("provider", model.provider()).put("model", model.id());
      ArrayNode aliases = node.putArray("aliases");
      model.aliases().forEach(aliases::add);
      node.put("dated", model.dated());
      put(node, at(model));
    }
    return root;
  }

  ObjectNode json(PriceCheck check) {
    ObjectNode root = root();
    ArrayNode list = root.putArray("models");
    for (PriceCheck.Line line : check.lines()) {
      ObjectNode node = list.addObject();
      node.put("model", line.model().name())
          .put("provider", line.model().provider())
          .put("name", line.model().wireName());
      put(node, line.price());
      ArrayNode notes = node.putArray("notes");
      line.notes().forEach(notes::add);
    }
    ArrayNode notes = root.putArray("notes");
    check.notes().forEach(notes::add);
    return root;
  }

  /** Nanos a million tokens as people write prices: {@code 0.15}. */
  static String amount(long nanos) {
    BigDecimal amount = BigDecimal.valueOf(nanos, NANOS_SCALE).stripTrailingZeros();
    return (amount.scale() < 0 ? amount.setScale(0) : amount).toPlainString();
  }

  private Price at(PricedModel model) {
    return model.prices().at(PriceCheck.midnight(day));
  }

  private ObjectNode root() {
    ObjectNode root = JSON.createObjectNode();
    root.put("list_date", table.date().toString()).put("at", day.toString());
    ArrayNode sources = root.putArray("sources");
    for (PriceTable.Source source : table.sources()) {
      sources
          .addObject()
          .put("of", source.of())
          .put("name", source.name())
          .put("url", source.url())
          .put("version", source.version())
          .put("date", source.date());
    }
    return root;
  }

  private static String header(String what) {
    return ROW.formatted(what, "input", "output", "cache_read", "cache_write", "cache_write_1h");
  }

  private static List<String> rows(String name, Price price) {
    List<String> rows = new ArrayList<>();
    rows.add(row(name, price.rates()));
    for (Tier tier : price.tiers()) {
      rows.add(row("  above " + tier.aboveInputTokens() + " input tokens", tier.rates()));
    }
    return rows;
  }

  private static String row(String name, Rates rates) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (RateName rate : RateName.values()) {
      cells.add(amount(rate.of(rates)));
    }
    return ROW.formatted(cells.toArray());
  }

  private static void put(ObjectNode node, Price price) {
    node.put("version", price.version()).put("currency", price.currency());
    put(node.putObject("nanos_per_million"), price.rates());
    ArrayNode tiers = node.putArray("tiers");
    for (Tier tier : price.tiers()) {
      ObjectNode one = tiers.addObject().put("above", tier.aboveInputTokens());
      put(one.putObject("nanos_per_million"), tier.rates());
    }
  }

  private static void put(ObjectNode node, Rates rates) {
    for (RateName rate : RateName.values()) {
      node.put(rate.key(), rate.of(rates));
    }
  }
}
