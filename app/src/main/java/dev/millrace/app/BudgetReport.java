// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.BudgetView.Row;
import dev.millrace.app.console.Csv;
import dev.millrace.app.console.Format;
import dev.millrace.app.console.Table;
import dev.millrace.app.console.Table.Column;
import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Limit;
import dev.millrace.ledger.Standing;
import dev.millrace.ledger.Standing.Line;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How budgets are told: a table for people; JSON and CSV, in nanos and without gaps. */
record BudgetReport(BudgetView view) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final int MOST_NAME = 40;

  private static final List<Column> COLUMNS =
      List.of(
          Column.text("tenant"),
          Column.text("scope"),
          Column.text("window"),
          Column.text("until"),
          Column.text("of"),
          Column.number("limit"),
          Column.text("by"),
          Column.number("spent"),
          Column.number("reserved"),
          Column.number("left"));

  private static final List<String> CSV_HEAD =
      List.of(
          "tenant",
          "scope",
          "name",
          "window",
          "starts_at",
          "ends_at",
          "of",
          "currency",
          "limit",
          "limit_from",
          "raised_by",
          "spent",
          "reserved",
          "left");

  /** Amounts without a limit of which there is nothing are left out. */
  List<String> lines() {
    Table table = new Table(COLUMNS);
    for (Row row : view.rows()) {
      row.standing().lines().stream()
          .filter(BudgetReport::saysSomething)
          .forEach(line -> table.add(cells(row, line)));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Budgets at %s by the clock of %s, money in %s"
            .formatted(minutes(view.atMs()), view.budgets().zone(), view.budgets().currency()));
    lines.addAll(table.lines());
    return lines;
  }

  private static boolean saysSomething(Line line) {
    return line.most() != null
        || line.spent() != 0
        || line.reserved() != 0
        || line.of() == Limit.MONEY;
  }

  private List<String> cells(Row row, Line line) {
    return List.of(
        tenant(row.whose()),
        scope(row.whose()),
        row.standing().window().word(),
        minutes(row.standing().endMs()),
        line.of().key(),
        amount(line, line.most()),
        from(line),
        amount(line, line.spent()),
        amount(line, line.reserved()),
        amount(line, line.left()));
  }

  /** For people. */
  static String scope(AccountKey key) {
    return switch (key.kind()) {
      case TENANT -> key.kind().word();
      case USER, ROUTE, CLASS, GROUP ->
          key.kind().word()
              + " "
              + (key.name().isEmpty() ? "(none)" : Format.oneLine(key.name(), MOST_NAME));
    };
  }

  private static String from(Line line) {
    String from = line.from() == Standing.From.NOWHERE ? "" : word(line);
    return line.raisedBy() == 0 ? from : from + ", top-up " + amount(line, line.raisedBy());
  }

  private static String amount(Line line, @Nullable Long amount) {
    if (amount == null) {
      return "-";
    }
    return amount(line.of(), amount);
  }

  /** For people. */
  static String amount(Limit of, long amount) {
    return of == Limit.MONEY ? Format.money(amount, "") : Long.toString(amount);
  }

  /** For people; empty of a group. */
  static String tenant(AccountKey key) {
    return Format.oneLine(key.tenant(), MOST_NAME);
  }

  private String minutes(long atMs) {
    return MINUTES.format(Instant.ofEpochMilli(atMs).atZone(view.budgets().zone()));
  }

  List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(Csv.line(CSV_HEAD));
    for (Row row : view.rows()) {
      row.standing().lines().forEach(line -> lines.add(csv(row, line)));
    }
    return lines;
  }

  private String csv(Row row, Line line) {
    AccountKey key = row.whose();
    Standing standing = row.standing();
    return Csv.line(
        List.of(
            key.tenant(),
            key.kind().word(),
            key.name(),
            standing.window().word(),
            Instant.ofEpochMilli(standing.startMs()).toString(),
            Instant.ofEpochMilli(standing.endMs()).toString(),
            name(line),
            line.of() == Limit.MONEY ? view.budgets().currency() : "",
            line.most() == null ? "" : Long.toString(line.most()),
            word(line),
            Long.toString(line.raisedBy()),
            Long.toString(line.spent()),
            Long.toString(line.reserved()),
            line.left() == null ? "" : Long.toString(line.left())));
  }

  ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("at_ms", view.atMs())
        .put("zone", view.budgets().zone().getId())
        .put("currency", view.budgets().currency());
    ArrayNode budgets = root.putArray("budgets");
    view.rows().forEach(row -> put(budgets.addObject(), row));
    return root;
  }

  private static void put(ObjectNode node, Row row) {
    Standing standing = row.standing();
    node.put("tenant", row.whose().tenant())
        .put("scope", row.whose().kind().word())
        .put("name", row.whose().name())
        .put("window", standing.window().word())
        .put("starts_at_ms", standing.startMs())
        .put("ends_at_ms", standing.endMs());
    for (Line line : standing.lines()) {
      node.putObject(name(line))
          .put("limit", line.most())
          .put("limit_from", word(line))
          .put("raised_by", line.raisedBy())
          .put("spent", line.spent())
          .put("reserved", line.reserved())
          .put("left", line.left());
    }
  }

  /** With its unit. */
  private static String name(Line line) {
    return line.of() == Limit.MONEY ? "money_nanos" : line.of().key();
  }

  private static String word(Line line) {
    return line.from().name().toLowerCase(Locale.ROOT);
  }
}
