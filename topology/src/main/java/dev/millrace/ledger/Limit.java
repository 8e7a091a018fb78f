// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Downgrade;
import org.jspecify.annotations.Nullable;

/** What a budget limits. */
public enum Limit {
  MONEY("cost", "money"),
  TOKENS("tokens", "tokens"),
  INPUT_TOKENS("tokens", "input_tokens"),
  OUTPUT_TOKENS("tokens", "output_tokens"),
  MODEL_CALLS("model_calls", "model_calls"),
  TOOL_CALLS("tool_calls", "tool_calls");

  private static final Limit[] ALL = values();

  private final String word;
  private final String key;

  Limit(String word, String key) {
    this.word = word;
    this.key = key;
  }

  /** The word for it in results: why a run ended. */
  public String word() {
    return word;
  }

  /** Its key in the pipeline file. */
  public String key() {
    return key;
  }

  /** What these limits say of it; null if nothing. */
  public @Nullable Long in(BudgetLimits limits) {
    return switch (this) {
      case MONEY -> limits.moneyNanos();
      case TOKENS -> limits.tokens();
      case INPUT_TOKENS -> limits.inputTokens();
      case OUTPUT_TOKENS -> limits.outputTokens();
      case MODEL_CALLS -> limits.modelCalls();
      case TOOL_CALLS -> limits.toolCalls();
    };
  }

  public long of(Amounts amounts) {
    return switch (this) {
      case MONEY -> amounts.moneyNanos();
      case TOKENS -> amounts.tokens();
      case INPUT_TOKENS -> amounts.inputTokens();
      case OUTPUT_TOKENS -> amounts.outputTokens();
      case MODEL_CALLS -> amounts.modelCalls();
      case TOOL_CALLS -> amounts.toolCalls();
    };
  }

  /**
   * The first that these amounts would break, on top of what is taken; null if they fit. What does
   * not count against a limit does not break it.
   */
  static @Nullable Limit brokenBy(Amounts more, Budget taken, BudgetLimits limits) {
    if (limits.equals(BudgetLimits.NONE)) {
      return null;
    }
    for (Limit limit : ALL) {
      Long most = limit.in(limits);
      long wanted = limit.of(more);
      if (most != null && wanted > 0 && Math.addExact(limit.of(taken), wanted) > most) {
        return limit;
      }
    }
    return null;
  }

  /**
   * The first that is used up; null if none is. A limit of 0 never is: it forbids the calls that
   * count against it, not the requests that need none of them.
   */
  static @Nullable Limit usedUpIn(Budget taken, BudgetLimits limits) {
    for (Limit limit : ALL) {
      Long most = limit.in(limits);
      if (most != null && most > 0 && limit.of(taken) >= most) {
        return limit;
      }
    }
    return null;
  }

  /**
   * Whether so much of one of these limits is left, or less. Calls of tools are none that a model
   * could save.
   *
   * @param millionths of the limit
   */
  static boolean isDownTo(long millionths, Budget taken, BudgetLimits limits) {
    for (Limit limit : ALL) {
      Long most = limit == TOOL_CALLS ? null : limit.in(limits);
      if (most != null && most - limit.of(taken) <= share(most, millionths)) {
        return true;
      }
    }
    return false;
  }

  /** Without a product that no long holds. */
  private static long share(long most, long millionths) {
    long whole = Downgrade.WHOLE;
    return most / whole * millionths + most % whole * millionths / whole;
  }

  /** What these limits leave; none where there is none. */
  static BudgetLimits left(Budget taken, BudgetLimits limits) {
    return new BudgetLimits(
        MONEY.left(taken, limits.moneyNanos()),
        TOKENS.left(taken, limits.tokens()),
        INPUT_TOKENS.left(taken, limits.inputTokens()),
        OUTPUT_TOKENS.left(taken, limits.outputTokens()),
        MODEL_CALLS.left(taken, limits.modelCalls()),
        TOOL_CALLS.left(taken, limits.toolCalls()));
  }

  private @Nullable Long left(Budget taken, @Nullable Long most) {
    return most == null ? null : Long.valueOf(Math.max(0, most - of(taken)));
  }

  long of(Budget taken) {
    return Math.addExact(of(taken.spent()), of(taken.reserved()));
  }
}
