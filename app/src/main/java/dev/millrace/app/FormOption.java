// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.console.Terminal;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How figures are told: to people, or to programs. */
final class FormOption {

  private enum Form {
    TABLE,
    CSV,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "table|csv|json",
      defaultValue = "table",
      description = "How to print it. Default: ${DEFAULT-VALUE}.")
  private Form form = Form.TABLE;

  /** Makes and prints them in the form that was asked for. */
  void print(
      Terminal terminal,
      Supplier<List<String>> table,
      Supplier<List<String>> csv,
      Supplier<ObjectNode> json) {
    switch (form) {
      case TABLE -> table.get().forEach(terminal.out()::println);
      case CSV -> csv.get().forEach(terminal.out()::println);
      case JSON -> terminal.out().println(json.get());
    }
  }
}
