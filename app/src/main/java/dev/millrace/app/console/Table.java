// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.console;

import java.util.ArrayList;
import java.util.List;

/** Rows below a head, in columns as wide as what is in them. For people; {@link Csv} is not. */
public final class Table {

  private static final String GAP = "  ";

  /**
   * A column.
   *
   * @param isNumber whether what is in it stands at the right
   */
  public record Column(String name, boolean isNumber) {
    public static Column text(String name) {
      return new Column(name, false);
    }

    public static Column number(String name) {
      return new Column(name, true);
    }
  }

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with a cell for each column. */
  public void add(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size());
    }
    rows.add(List.copyOf(cells));
  }

  /** The head and the rows. */
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(columns.stream().map(Column::name).toList());
    all.addAll(rows);
    return all.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String room = " ".repeat(width(i) - length(cells.get(i)));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).isNumber() ? room + cells.get(i) : cells.get(i) + room);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> length(row.get(column)))
        .reduce(length(columns.get(column).name()), Math::max);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
