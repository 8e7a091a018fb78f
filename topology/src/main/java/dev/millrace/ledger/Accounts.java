// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reserves and settles in several scopes at once, in all of them or in none. All that happens to an
 * account happens here, and by one writer; so what is checked still holds when it is written.
 */
public final class Accounts {
  /** A billion; far enough from what a long holds for all that may be reserved on top. */
  private static final long MOST_CORRECTED_NANOS = 1_000_000_000_000_000_000L;

  private final Windows calendar;
  private final Shelf shelf;

  public Accounts(Windows calendar, Shelf shelf) {
    this.calendar = calendar;
    this.shelf = shelf;
  }

  /** Where accounts are kept, by key. */
  public interface Shelf {
    /** {@link Account#EMPTY} if there is none. */
    Account get(String key);

    void put(String key, Account account);
  }

  /** Whether something was reserved. */
  public sealed interface Answer permits Hold, Refusal, Lacking {}

  /** Holds amounts back in every scope, or says which budgets do not hold them. */
  public Answer reserve(List<Scope> scopes, Amounts worst, long nowMs) {
    int count = scopes.size();
    Account[] accounts = new Account[count];
    for (int i = 0; i < count; i++) {
      accounts[i] = shelf.get(scopes.get(i).key());
    }
    long atMs = latest(accounts, nowMs);
    Lacking lacking = null;
    for (int i = 0; i < count; i++) {
      Scope scope = scopes.get(i);
      Refusal refusal = accounts[i].broken(scope, worst, atMs, calendar);
      if (refusal != null && !scope.leased()) {
        return refusal;
      }
      if (refusal != null) {
        List<Lack> lacks = accounts[i].lacks(scope, worst, atMs, calendar);
        lacking = lacking == null ? new Lacking(lacks, refusal) : lacking.and(lacks);
      }
    }
    return lacking != null ? lacking : reserve(scopes, accounts, worst, atMs);
  }

  private Hold reserve(List<Scope> scopes, Account[] accounts, Amounts worst, long atMs) {
    int places = 0;
    String leasedFrom = "";
    for (int i = 0; i < accounts.length; i++) {
      Scope scope = scopes.get(i);
      shelf.put(scope.key(), accounts[i].reserve(scope.limits(), worst, atMs, calendar));
      leasedFrom = scope.leased() ? scope.key() : leasedFrom;
      for (BudgetWindow window : scope.limits().windows().keySet()) {
        places |= Hold.bit(scope.place(), window);
      }
    }
    return new Hold(worst, atMs, places, leasedFrom);
  }

  /** Whether so much of a limit of a scope's window is left now, or less. */
  public boolean isDownTo(long millionths, Scope scope, BudgetWindow window, long nowMs) {
    Account account = shelf.get(scope.key());
    return account.isDownTo(millionths, scope, window, account.clockAt(nowMs), calendar);
  }

  /** What all of the scopes leave together for one call more. */
  public BudgetLimits left(List<Scope> scopes, long nowMs) {
    BudgetLimits left = BudgetLimits.NONE;
    for (Scope scope : scopes) {
      Account account = shelf.get(scope.key());
      left = left.strictest(account.left(scope, account.clockAt(nowMs), calendar));
    }
    return left;
  }

  private static long latest(Account[] accounts, long nowMs) {
    long atMs = nowMs;
    for (Account account : accounts) {
      atMs = Math.max(atMs, account.clockAt(nowMs));
    }
    return atMs;
  }

  /**
   * Replaces what is held by what was spent, which may be none, and may be more: what is billed is
   * booked.
   *
   * @param keyOf a scope's key by its place
   */
  public void settle(IntFunction<String> keyOf, Hold hold, Amounts spent) {
    for (int place = 0; place < Scope.MOST_PLACES; place++) {
      if (hold.isIn(place)) {
        String key = keyOf.apply(place);
        shelf.put(key, shelf.get(key).settle(place, hold, spent));
      }
    }
  }

  /** Spends, beside what stays held, what {@link #forbids} did not forbid. */
  public void pay(IntFunction<String> keyOf, Hold hold, Amounts spent) {
    for (int place = 0; place < Scope.MOST_PLACES; place++) {
      if (hold.isIn(place)) {
        String key = keyOf.apply(place);
        shelf.put(key, shelf.get(key).pay(place, hold, spent));
      }
    }
  }

  /**
   * The budget that does not hold so much more, in the windows of a hold; null if all do. Of what
   * is leased there may be more; see {@link #lacks}.
   */
  public @Nullable Refusal forbids(List<Scope> scopes, Hold hold, Amounts more) {
    for (Scope scope : scopes) {
      Refusal refusal = scope.leased() ? null : broken(scope, hold, more);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Whether a lease does not hold so much more, in the windows of a hold. */
  public boolean lacks(List<Scope> scopes, Hold hold, Amounts more) {
    for (Scope scope : scopes) {
      if (scope.leased() && broken(scope, hold, more) != null) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Refusal broken(Scope scope, Hold hold, Amounts more) {
    return hold.isIn(scope.place()) ? shelf.get(scope.key()).broken(scope, more, hold) : null;
  }

  /**
   * A budget of which nothing is left now; null if there is none. Of what is leased there may be
   * more.
   */
  public @Nullable Refusal usedUp(List<Scope> scopes, long nowMs) {
    for (Scope scope : scopes) {
      if (scope.leased()) {
        continue;
      }
      Account account = shelf.get(scope.key());
      Refusal refusal = account.usedUp(scope, account.clockAt(nowMs), calendar);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Sets what may be spent here of a window of a pot; unless that is over. */
  public void allot(Pot pot, long startMs, Amounts allotment) {
    Account account = shelf.get(pot.key());
    shelf.put(pot.key(), account.allot(pot.window(), startMs, allotment));
  }

  /** What was spent and is held here in a window of a pot. */
  public Budget used(Pot pot, long startMs) {
    WindowBudget window = shelf.get(pot.key()).latest(pot.window());
    return window == null || window.startMs() != startMs ? Budget.EMPTY : window.budget();
  }

  /** What holds of a scope in one window; null if the file does not name it. */
  public @Nullable BudgetLimits limits(Scope scope, BudgetWindow window, long startMs) {
    return shelf.get(scope.key()).limits(scope.limits(), window, startMs);
  }

  /**
   * Raises the present window of a scope.
   *
   * @param control its id
   * @return whether it was; not if one of the same id was before
   */
  public boolean topUp(
      Scope scope, BudgetWindow window, BudgetLimits more, String control, long nowMs) {
    Account account = shelf.get(scope.key());
    if (account.controls().contains(control)) {
      return false;
    }
    long atMs = account.clockAt(nowMs);
    shelf.put(scope.key(), account.raise(window, more, control, atMs, calendar));
    return true;
  }

  /** What came of a correction. */
  public enum Corrected {
    BOOKED,
    /** One of the same id was before. */
    REPEATED,
    /** More would be taken than was ever spent. */
    BELOW_ZERO,
    /** More would be spent than an account holds. */
    TOO_LARGE
  }

  /**
   * Corrects what was spent in several scopes, in all of them or in none.
   *
   * @param scopes the first of them remembers ids
   * @param control its id
   */
  public Corrected correct(List<Scope> scopes, long nanos, String control, long nowMs) {
    if (shelf.get(scopes.get(0).key()).controls().contains(control)) {
      return Corrected.REPEATED;
    }
    for (Scope scope : scopes) {
      long total = shelf.get(scope.key()).totalCorrectedBy(nanos);
      if (total < 0 || total > MOST_CORRECTED_NANOS) {
        return total < 0 ? Corrected.BELOW_ZERO : Corrected.TOO_LARGE;
      }
    }
    for (Scope scope : scopes) {
      Account account = shelf.get(scope.key());
      long atMs = account.clockAt(nowMs);
      shelf.put(scope.key(), account.correct(scope.limits(), nanos, control, atMs, calendar));
    }
    return Corrected.BOOKED;
  }

  /**
   * Sets limits of a scope's windows of a kind, in place of the file's; none for the file's again.
   *
   * @param control its id
   * @return whether they were; not if one of the same id was before
   */
  public boolean limit(Scope scope, BudgetWindow window, BudgetLimits limits, String control) {
    Account account = shelf.get(scope.key());
    if (account.controls().contains(control)) {
      return false;
    }
    shelf.put(scope.key(), account.limit(window, limits, control));
    return true;
  }
}
