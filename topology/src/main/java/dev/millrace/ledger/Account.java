// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one scope has spent and promised, window by window. Windows go forwards only: a clock that
 * is set back finds the newer window and all that was spent in it. Of windows that are over those
 * stay that something is still held in.
 *
 * @param clockMs the latest instant at which something was reserved, or a window raised or
 *     corrected, epoch milliseconds: no window begins after it
 * @param total all that was ever spent, whatever the window
 * @param windows by kind, and by start
 * @param changed limits that were set while running, in place of the file's
 * @param controls ids of the latest changes, so that none counts twice
 */
public record Account(
    long clockMs,
    Amounts total,
    List<WindowBudget> windows,
    Map<BudgetWindow, BudgetLimits> changed,
    List<String> controls) {
  public static final Account EMPTY = new Account(0, Amounts.NONE, List.of(), Map.of(), List.of());

  /** A window further ahead than this began by a clock that was wrong. */
  static final long MOST_AHEAD_MS = 86_400_000;

  private static final int MOST_CONTROLS = 100;
  private static final BudgetWindow[] KINDS = BudgetWindow.values();

  public Account {
    windows = List.copyOf(windows);
    controls = List.copyOf(controls);
  }

  /** What holds of these limits, which are the file's. */
  WindowLimits limits(WindowLimits file) {
    if (changed.isEmpty()) {
      return file;
    }
    EnumMap<BudgetWindow, BudgetLimits> merged = new EnumMap<>(BudgetWindow.class);
    file.windows()
        .forEach((w, own) -> merged.put(w, changed.getOrDefault(w, BudgetLimits.NONE).orElse(own)));
    return new WindowLimits(merged);
  }

  /** The ledger's clock, which goes forwards only, unless it was wrong. */
  long clockAt(long nowMs) {
    return clockMs > nowMs && clockMs <= nowMs + MOST_AHEAD_MS ? clockMs : nowMs;
  }

  /** The latest window of a kind. */
  public @Nullable WindowBudget latest(BudgetWindow kind) {
    int i = indexOfLatest(kind);
    return i < 0 ? null : windows.get(i);
  }

  private int indexOfLatest(BudgetWindow kind) {
    int i = windows.size() - 1;
    while (i >= 0 && windows.get(i).window() != kind) {
      i--;
    }
    return i;
  }

  /** The window of this instant, which may be one that nothing was spent in. */
  WindowBudget at(BudgetWindow kind, long atMs, Windows calendar) {
    long startMs = calendar.startMs(kind, atMs);
    WindowBudget latest = latest(kind);
    if (latest == null || latest.startMs() < startMs) {
      return WindowBudget.begins(kind, startMs);
    }
    return latest.startMs() > atMs + MOST_AHEAD_MS ? latest.beganAt(startMs) : latest;
  }

  /** The window that something is held in since then; -1 if there is none of its kind. */
  private int indexOfHolding(BudgetWindow kind, Hold hold) {
    for (int i = windows.size() - 1; i >= 0; i--) {
      WindowBudget each = windows.get(i);
      if (each.window() == kind && each.startMs() <= hold.atMs() && covers(each, hold)) {
        return i;
      }
    }
    return indexOfLatest(kind);
  }

  private static boolean covers(WindowBudget window, Hold hold) {
    return window.budget().reserved().covers(hold.amounts());
  }

  /** The first limit of the windows of this instant that these amounts would break. */
  @Nullable Refusal broken(Scope scope, Amounts more, long atMs, Windows calendar) {
    WindowLimits limits = limits(scope.limits());
    for (BudgetWindow kind : KINDS) {
      BudgetLimits most = limits.in(kind);
      if (most != null && !most.equals(BudgetLimits.NONE)) {
        Refusal refusal = broken(scope, at(kind, atMs, calendar), most, more);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  /** What the leases of the windows of this instant are too small by. */
  List<Lack> lacks(Scope scope, Amounts more, long atMs, Windows calendar) {
    List<Lack> lacks = new ArrayList<>(1);
    for (BudgetWindow kind : KINDS) {
      BudgetLimits most = scope.limits().in(kind);
      if (most != null && !most.equals(BudgetLimits.NONE)) {
        WindowBudget window = at(kind, atMs, calendar);
        Amounts lacking = window.budget().lacks(most.plus(window.extra()), more);
        if (!lacking.equals(Amounts.NONE)) {
          lacks.add(new Lack(new Pot(scope.key(), kind), window.startMs(), lacking));
        }
      }
    }
    return lacks;
  }

  /** The same of the windows that something is held in. */
  @Nullable Refusal broken(Scope scope, Amounts more, Hold hold) {
    WindowLimits limits = limits(scope.limits());
    for (BudgetWindow kind : KINDS) {
      BudgetLimits most = limits.in(kind);
      int i = hold.isIn(scope.place(), kind) ? indexOfHolding(kind, hold) : -1;
      if (most != null && i >= 0) {
        Refusal refusal = broken(scope, windows.get(i), most, more);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  private static @Nullable Refusal broken(
      Scope scope, WindowBudget window, BudgetLimits most, Amounts more) {
    Limit limit = Limit.brokenBy(more, window.budget(), most.plus(window.extra()));
    return limit == null ? null : new Refusal(scope.name(), window.window(), limit);
  }

  /** Whether so much of a limit of the window of this instant is left, or less. */
  boolean isDownTo(long millionths, Scope scope, BudgetWindow kind, long atMs, Windows calendar) {
    BudgetLimits most = limits(scope.limits()).in(kind);
    if (most == null) {
      return false;
    }
    WindowBudget window = at(kind, atMs, calendar);
    return Limit.isDownTo(millionths, window.budget(), most.plus(window.extra()));
  }

  /** What is left of the windows of this instant together. */
  BudgetLimits left(Scope scope, long atMs, Windows calendar) {
    BudgetLimits left = BudgetLimits.NONE;
    WindowLimits limits = limits(scope.limits());
    for (BudgetWindow kind : KINDS) {
      BudgetLimits most = limits.in(kind);
      if (most != null) {
        WindowBudget window = at(kind, atMs, calendar);
        left = left.strictest(window.budget().left(most.plus(window.extra())));
      }
    }
    return left;
  }

  /** The first limit of the windows of this instant that is used up. */
  @Nullable Refusal usedUp(Scope scope, long atMs, Windows calendar) {
    WindowLimits limits = limits(scope.limits());
    for (BudgetWindow kind : KINDS) {
      BudgetLimits most = limits.in(kind);
      if (most != null && !most.equals(BudgetLimits.NONE)) {
        WindowBudget window = at(kind, atMs, calendar);
        Limit limit = Limit.usedUpIn(window.budget(), most.plus(window.extra()));
        if (limit != null) {
          return new Refusal(scope.name(), kind, limit);
        }
      }
    }
    return null;
  }

  /** Holds amounts back in the windows of this instant. */
  Account reserve(WindowLimits tracked, Amounts amounts, long atMs, Windows calendar) {
    List<WindowBudget> next = new ArrayList<>(windows.size() + 1);
    for (BudgetWindow kind : KINDS) {
      if (tracked.in(kind) == null) {
        addAll(kind, next);
      } else {
        WindowBudget present = at(kind, atMs, calendar);
        addBefore(present, next);
        next.add(present.reserve(amounts));
      }
    }
    return new Account(atMs, total, next, changed, controls);
  }

  private void addAll(BudgetWindow kind, List<WindowBudget> next) {
    for (WindowBudget each : windows) {
      if (each.window() == kind) {
        next.add(each);
      }
    }
  }

  /** What comes before the present window stays as long as something is held in it. */
  private void addBefore(WindowBudget present, List<WindowBudget> next) {
    int latest = indexOfLatest(present.window());
    for (int i = 0; i <= latest; i++) {
      WindowBudget each = windows.get(i);
      boolean isPresent = i == latest && each.startMs() >= present.startMs();
      if (each.window() == present.window() && !isPresent && !each.holdsNothing()) {
        next.add(each);
      }
    }
  }

  /** Replaces what was held by what was spent, in the windows that it was held in. */
  Account settle(int place, Hold hold, Amounts actual) {
    return change(place, hold, window -> window.settle(hold.amounts(), actual), actual);
  }

  /** Spends what was not held, and fits, in the windows that something is held in. */
  Account pay(int place, Hold hold, Amounts actual) {
    return change(place, hold, window -> window.pay(actual), actual);
  }

  private Account change(int place, Hold hold, Change change, Amounts actual) {
    List<WindowBudget> next = new ArrayList<>(windows.size());
    for (int i = 0; i < windows.size(); i++) {
      WindowBudget each = windows.get(i);
      BudgetWindow kind = each.window();
      if (!hold.isIn(place, kind) || indexOfHolding(kind, hold) != i) {
        next.add(each);
        continue;
      }
      WindowBudget changedTo = change.of(each);
      if (!changedTo.holdsNothing() || indexOfLatest(kind) == i) {
        next.add(changedTo);
      }
    }
    return new Account(clockMs, total.plus(actual), next, changed, controls);
  }

  private interface Change {
    WindowBudget of(WindowBudget window);
  }

  /** Sets what one window of a lease may take. What is over stays over. */
  Account allot(BudgetWindow kind, long startMs, Amounts allotment) {
    WindowBudget latest = latest(kind);
    if (latest != null && latest.startMs() > startMs) {
      return this;
    }
    WindowBudget present =
        latest != null && latest.startMs() == startMs ? latest : WindowBudget.begins(kind, startMs);
    List<WindowBudget> next = new ArrayList<>(windows.size() + 1);
    for (BudgetWindow each : KINDS) {
      if (each != kind) {
        addAll(each, next);
      } else {
        addBefore(present, next);
        next.add(present.allotted(allotment));
      }
    }
    return new Account(Math.max(clockMs, startMs), total, next, changed, controls);
  }

  /** What holds of a window, by these limits of the file; null if they do not name it. */
  @Nullable BudgetLimits limits(WindowLimits file, BudgetWindow kind, long startMs) {
    BudgetLimits most = limits(file).in(kind);
    WindowBudget latest = latest(kind);
    return most != null && latest != null && latest.startMs() == startMs
        ? most.plus(latest.extra())
        : most;
  }

  /** Raises what one window may take, while it lasts. */
  Account raise(BudgetWindow kind, BudgetLimits more, String control, long atMs, Windows calendar) {
    List<WindowBudget> next = new ArrayList<>(windows.size() + 1);
    for (BudgetWindow each : KINDS) {
      if (each != kind) {
        addAll(each, next);
      } else {
        WindowBudget present = at(kind, atMs, calendar);
        addBefore(present, next);
        next.add(present.raisedBy(more));
      }
    }
    return new Account(atMs, total, next, changed, with(control));
  }

  /** What its total would be; less than nothing if it does not have so much to give back. */
  long totalCorrectedBy(long nanos) {
    return Math.addExact(total.moneyNanos(), nanos);
  }

  /**
   * Corrects the total, and the windows of this instant as far as they have what is taken. What
   * they have not was spent in one that is over, and does not come back to them.
   */
  Account correct(WindowLimits tracked, long nanos, String control, long atMs, Windows calendar) {
    List<WindowBudget> next = new ArrayList<>(windows.size() + 1);
    for (BudgetWindow kind : KINDS) {
      if (tracked.in(kind) == null) {
        addAll(kind, next);
      } else {
        WindowBudget present = at(kind, atMs, calendar);
        addBefore(present, next);
        next.add(present.correctedBy(nanos));
      }
    }
    return new Account(atMs, total.correctedBy(nanos), next, changed, with(control));
  }

  /** Sets limits of a window in place of the file's; none for the file's again. */
  Account limit(BudgetWindow kind, BudgetLimits limits, String control) {
    EnumMap<BudgetWindow, BudgetLimits> next = new EnumMap<>(BudgetWindow.class);
    next.putAll(changed);
    if (limits.equals(BudgetLimits.NONE)) {
      next.remove(kind);
    } else {
      next.put(kind, limits);
    }
    return new Account(clockMs, total, windows, Collections.unmodifiableMap(next), with(control));
  }

  private List<String> with(String control) {
    List<String> next = new ArrayList<>(controls);
    next.add(control);
    return next.size() > MOST_CONTROLS ? next.subList(1, next.size()) : next;
  }
}
