// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.ledger.Accounts;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.InMemoryShelf;
import dev.millrace.ledger.Scope;
import dev.millrace.ledger.Windows;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it costs to reserve for a call and to settle it, in all scopes and windows. */
@Command(
    name = "ledger",
    description = "Times pairs of reserve and settle, in one scope and window and in many.")
final class LedgerBenchmark implements Benchmark {
  private static final long BEGIN_MS = Instant.parse("2026-03-28T12:00:00Z").toEpochMilli();
  private static final int ROUNDS = 20;
  private static final Amounts WORST = Amounts.ofModelCall(5_000_000, 900, 100);
  private static final Amounts SPENT = Amounts.ofModelCall(1_200_000, 900, 20);

  @Option(
      names = "--pairs",
      defaultValue = "100000",
      description = "In each of 20 rounds, after as many to warm up (default: ${DEFAULT-VALUE}).")
  int pairs;

  @Option(
      names = "--in-flight",
      defaultValue = "1000",
      description = "Calls that are held for at any time (default: ${DEFAULT-VALUE}).")
  int inFlight;

  @Override
  public Figures run(DataDir data) {
    return Figures.none()
        .with("pairs", (long) ROUNDS * pairs)
        .with("in_flight", inFlight)
        .with("scopes_1_windows_1", measure(1, BudgetWindow.DAY))
        .with("scopes_3_windows_2", measure(3, BudgetWindow.HOUR, BudgetWindow.DAY))
        .with(
            "scopes_6_windows_3",
            measure(6, BudgetWindow.MINUTE, BudgetWindow.HOUR, BudgetWindow.DAY));
  }

  private Figures measure(int scopes, BudgetWindow... windows) {
    Desk desk = new Desk(scopes, windows);
    for (int i = 0; i < ROUNDS; i++) {
      desk.round(pairs, inFlight);
    }
    double[] us = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      us[i] = desk.round(pairs, inFlight) / 1e3 / pairs;
    }
    Arrays.sort(us);
    return Figures.none()
        .with("us_per_pair", us[ROUNDS / 2])
        .with("us_per_pair_least", us[0])
        .with("us_per_pair_most", us[ROUNDS - 1]);
  }

  /** Accounts in a map, as they are between two commits; a millisecond passes with each call. */
  private static final class Desk {
    private final Accounts ledger =
        new Accounts(new Windows(ZoneId.of("Europe/Berlin")), new InMemoryShelf());
    private final List<Scope> scopes = new ArrayList<>();
    private final Deque<Hold> held = new ArrayDeque<>();
    private long nowMs = BEGIN_MS;

    Desk(int count, BudgetWindow... windows) {
      Map<BudgetWindow, BudgetLimits> limits = new EnumMap<>(BudgetWindow.class);
      for (BudgetWindow window : windows) {
        long much = Long.MAX_VALUE / 4;
        limits.put(window, new BudgetLimits(much, much, much, much, much, much));
      }
      for (int place = 0; place < count; place++) {
        scopes.add(new Scope(place, "scope", key(place), new WindowLimits(limits)));
      }
    }

    /** A key is made anew for each call, as it is of a run's tenant and user. */
    private static String key(int place) {
      return "scope/" + place + "/acme";
    }

    long round(int pairs, int inFlight) {
      long beganNanos = System.nanoTime();
      for (int i = 0; i < pairs; i++) {
        nowMs++;
        if (!(ledger.reserve(scopes, WORST, nowMs) instanceof Hold hold)) {
          throw new IllegalStateException("there is always enough");
        }
        held.add(hold);
        if (held.size() > inFlight) {
          ledger.settle(Desk::key, held.remove(), SPENT);
        }
      }
      return System.nanoTime() - beganNanos;
    }
  }
}
