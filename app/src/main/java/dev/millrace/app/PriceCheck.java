// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.price.Price;
import dev.millrace.price.PriceTable;
import dev.millrace.price.PricedModel;
import dev.millrace.price.Rates;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the models of a pipeline are priced at on a day, beside their providers' lists.
 *
 * @param notes what is odd about prices of the whole file
 */
record PriceCheck(List<Line> lines, List<String> notes) {
  /** After so many days a list is likely not to be what providers ask. */
  static final int OLD_DAYS = 180;

  /**
   * One model.
   *
   * @param notes what is odd about its price
   */
  record Line(ModelConfig model, Price price, List<String> notes) {}

  static PriceCheck of(Pipeline pipeline, PriceTable table, LocalDate day) {
    List<Line> lines = new ArrayList<>();
    boolean listed = false;
    for (ModelConfig model : pipeline.models().values()) {
      Optional<PricedModel> list = list(pipeline, table, model);
      boolean own = list.map(PricedModel::prices).filter(model.prices()::equals).isEmpty();
      listed |= !own;
      Price price = model.prices().at(midnight(day));
      List<String> notes =
          own ? list.map(other -> differences(price, other, day)).orElse(List.of()) : List.of();
      lines.add(new Line(model, price, notes));
    }
    long days = ChronoUnit.DAYS.between(table.date(), day);
    String old = "the list is of %s, %d days before: look whether prices have changed";
    return new PriceCheck(
        lines, listed && days > OLD_DAYS ? List.of(old.formatted(table.date(), days)) : List.of());
  }

  boolean isFine() {
    return notes.isEmpty() && lines.stream().allMatch(line -> line.notes().isEmpty());
  }

  static long midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static Optional<PricedModel> list(
      Pipeline pipeline, PriceTable table, ModelConfig model) {
    Provider provider = pipeline.providers().get(model.provider());
    String prices = provider == null ? null : provider.prices();
    return prices == null || !pipeline.budgets().currency().equals(table.currency())
        ? Optional.empty()
        : table.find(prices, model.wireName());
  }

  /** Rate by rate, and tier by tier. */
  private static List<String> differences(Price own, PricedModel other, LocalDate day) {
    Price list = other.prices().at(midnight(day));
    List<String> notes = new ArrayList<>(differences("", own.rates(), list.rates()));
    TreeSet<Long> sizes = new TreeSet<>();
    own.tiers().forEach(tier -> sizes.add(tier.aboveInputTokens()));
    list.tiers().forEach(tier -> sizes.add(tier.aboveInputTokens()));
    for (long size : sizes) {
      notes.addAll(differences(" above " + size, own.ratesOf(size + 1), list.ratesOf(size + 1)));
    }
    return notes;
  }

  private static List<String> differences(String where, Rates own, Rates list) {
    List<String> notes = new ArrayList<>();
    for (RateName rate : RateName.values()) {
      long mine = rate.of(own);
      long theirs = rate.of(list);
      if (mine != theirs) {
        notes.add(
            "%s%s: %s here, %s on the list (%s)"
                .formatted(
                    rate.key(),
                    where,
                    PriceReport.amount(mine),
                    PriceReport.amount(theirs),
                    percent(mine, theirs)));
      }
    }
    return notes;
  }

  /** By how much the one is above or below the other, which is not zero. */
  private static String percent(long mine, long theirs) {
    return String.format(Locale.ROOT, "%+.1f %%", 100.0 * (mine - theirs) / theirs);
  }
}
