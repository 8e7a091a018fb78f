// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Format;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.Summary;
import dev.millrace.schemas.Result;

/** A result on one line: how it ended, which way it went, how long, how much, what caches gave. */
final class ResultLine {

  private final Terminal terminal;

  ResultLine(Terminal terminal) {
    this.terminal = terminal;
  }

  String of(Result result, long latencyMs) {
    String status = "%-10s".formatted(result.getStatus());
    String line =
        "%s %-22s %-18s %9s  %s"
            .formatted(
                terminal.paint(Colour.ofStatus(result.getStatus()), status),
                Format.oneLine(result.getRequestId(), 22),
                Format.oneLine(result.getRoute().isEmpty() ? "-" : result.getRoute(), 18),
                Format.duration(latencyMs),
                Format.money(result.getCostNanos(), result.getCurrency()));
    return line + caches(result) + why(result);
  }

  private String caches(Result result) {
    long hits = Summary.hits(result);
    return hits == 0 ? "" : terminal.paint(Colour.GOOD, "  cached " + hits);
  }

  private String why(Result result) {
    return result.getStatus().equals("completed")
        ? ""
        : terminal.paint(Colour.QUIET, "  " + Format.oneLine(result.getReason(), 30));
  }
}
