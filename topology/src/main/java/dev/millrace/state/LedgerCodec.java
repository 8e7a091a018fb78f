// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.call.Usage;
import dev.millrace.ledger.Account;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.WindowBudget;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredHold;
import dev.millrace.schemas.stored.StoredLimits;
import dev.millrace.schemas.stored.StoredUsage;
import dev.millrace.schemas.stored.StoredWindow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Budgets, amounts and usage, as stored. */
public final class LedgerCodec {
  private LedgerCodec() {}

  static Serde<Account> accounts() {
    return AvroCodec.serde(
        BudgetRecord.getEncoder(),
        BudgetRecord.getDecoder(),
        LedgerCodec::store,
        LedgerCodec::read);
  }

  private static BudgetRecord store(Account account) {
    List<StoredLimits> changed = new ArrayList<>(account.changed().size());
    account.changed().forEach((window, limits) -> changed.add(store(window, limits)));
    return new BudgetRecord(
        account.clockMs(),
        store(account.total()),
        account.windows().stream().map(LedgerCodec::store).toList(),
        changed,
        account.controls());
  }

  private static Account read(BudgetRecord stored) {
    Map<BudgetWindow, BudgetLimits> changed = new EnumMap<>(BudgetWindow.class);
    stored
        .getChanged()
        .forEach(each -> changed.put(Words.read(BudgetWindow.class, each.getWindow()), read(each)));
    return new Account(
        stored.getClockMs(),
        read(stored.getTotal()),
        stored.getWindows().stream().map(LedgerCodec::read).toList(),
        changed,
        stored.getControls());
  }

  private static StoredWindow store(WindowBudget window) {
    return new StoredWindow(
        Words.of(window.window()),
        window.startMs(),
        store(window.budget().spent()),
        store(window.budget().reserved()),
        storeIfAny(window.beyond()),
        window.extra().equals(BudgetLimits.NONE) ? null : store(window.window(), window.extra()));
  }

  private static WindowBudget read(StoredWindow stored) {
    StoredAmounts beyond = stored.getBeyond();
    StoredLimits extra = stored.getExtra();
    return new WindowBudget(
        Words.read(BudgetWindow.class, stored.getWindow()),
        stored.getStartMs(),
        new Budget(read(stored.getSpent()), read(stored.getReserved())),
        extra == null ? BudgetLimits.NONE : read(extra),
        beyond == null ? Amounts.NONE : read(beyond));
  }

  static @Nullable StoredAmounts storeIfAny(Amounts amounts) {
    return amounts.equals(Amounts.NONE) ? null : store(amounts);
  }

  private static StoredLimits store(BudgetWindow window, BudgetLimits limits) {
    return new StoredLimits(
        Words.of(window),
        limits.moneyNanos(),
        limits.tokens(),
        limits.inputTokens(),
        limits.outputTokens(),
        limits.modelCalls(),
        limits.toolCalls());
  }

  /** Limits of a window, or what was added to them. */
  public static BudgetLimits read(StoredLimits stored) {
    return new BudgetLimits(
        stored.getMoneyNanos(),
        stored.getTokens(),
        stored.getInputTokens(),
        stored.getOutputTokens(),
        stored.getModelCalls(),
        stored.getToolCalls());
  }

  static StoredHold store(Hold hold) {
    return new StoredHold(store(hold.amounts()), hold.atMs(), hold.places(), hold.leasedFrom());
  }

  static Hold read(StoredHold stored) {
    return new Hold(
        read(stored.getAmounts()), stored.getAtMs(), stored.getPlaces(), stored.getLeasedFrom());
  }

  static StoredAmounts store(Amounts amounts) {
    return new StoredAmounts(
        amounts.moneyNanos(),
        amounts.tokens(),
        amounts.modelCalls(),
        amounts.toolCalls(),
        amounts.inputTokens(),
        amounts.outputTokens());
  }

  static Amounts read(StoredAmounts stored) {
    return new Amounts(
        stored.getMoneyNanos(),
        stored.getTokens(),
        stored.getInputTokens(),
        stored.getOutputTokens(),
        stored.getModelCalls(),
        stored.getToolCalls());
  }

  static StoredUsage store(Usage usage) {
    return new StoredUsage(
        usage.inputTokens(),
        usage.outputTokens(),
        usage.cacheReadInputTokens(),
        usage.cacheWriteInputTokens(),
        usage.reasoningOutputTokens(),
        usage.estimated(),
        usage.cacheWrite1hInputTokens(),
        usage.rejectedPredictionTokens());
  }

  static Usage read(StoredUsage stored) {
    return new Usage(
        stored.getInputTokens(),
        stored.getOutputTokens(),
        stored.getCacheReadInputTokens(),
        stored.getCacheWriteInputTokens(),
        stored.getCacheWrite1hInputTokens(),
        stored.getReasoningOutputTokens(),
        stored.getRejectedPredictionTokens(),
        stored.getEstimated());
  }
}
