// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one scope stands in a window of this instant.
 *
 * @param endMs when the next window of its kind begins, epoch milliseconds
 * @param file what the pipeline file allows
 * @param changed what was set in its place while running
 * @param raisedBy what the window was topped up by
 */
public record Standing(
    BudgetWindow window,
    long startMs,
    long endMs,
    BudgetLimits file,
    BudgetLimits changed,
    BudgetLimits raisedBy,
    Budget budget) {

  /** Where a limit comes from, before it was topped up. */
  public enum From {
    NOWHERE,
    FILE,
    CONTROL
  }

  /**
   * One amount of the window's.
   *
   * @param most what may be spent of it; null for no limit
   * @param raisedBy how much of that is for this window only
   */
  public record Line(
      Limit of, @Nullable Long most, From from, long raisedBy, long spent, long reserved) {

    /**
     * What can still be reserved; null for no limit. Less than nothing where more was billed than
     * was held, or where the limit was lowered.
     */
    public @Nullable Long left() {
      return most == null ? null : Long.valueOf(most - spent - reserved);
    }
  }

  /**
   * The windows that an account is kept of, by the ledger's clock. One that is over is not among
   * them, whatever was spent in it.
   */
  public static List<Standing> of(
      Account account, WindowLimits file, long nowMs, Windows calendar) {
    long atMs = account.clockAt(nowMs);
    List<Standing> standings = new ArrayList<>();
    file.windows()
        .forEach(
            (kind, limits) -> {
              WindowBudget present = account.at(kind, atMs, calendar);
              standings.add(
                  new Standing(
                      kind,
                      present.startMs(),
                      calendar.endMs(kind, Math.max(atMs, present.startMs())),
                      limits,
                      account.changed().getOrDefault(kind, BudgetLimits.NONE),
                      present.extra(),
                      present.budget()));
            });
    return standings;
  }

  /** All amounts, in one order. */
  public List<Line> lines() {
    return Arrays.stream(Limit.values()).map(this::line).toList();
  }

  private Line line(Limit of) {
    BudgetLimits base = changed.orElse(file);
    Long most = of.in(base.plus(raisedBy));
    Long more = of.in(raisedBy);
    From from = of.in(changed) != null ? From.CONTROL : From.FILE;
    return new Line(
        of,
        most,
        most == null ? From.NOWHERE : from,
        most == null || more == null ? 0 : more,
        of.of(budget.spent()),
        of.of(budget.reserved()));
  }
}
