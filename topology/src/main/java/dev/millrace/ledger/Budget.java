// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one scope has spent and promised in one window. Without limits: those come from the pipeline
 * file each time, so that a change of the file holds at once.
 */
public record Budget(Amounts spent, Amounts reserved) {
  public static final Budget EMPTY = new Budget(Amounts.NONE, Amounts.NONE);

  /** The first limit that these amounts would break, on top of what is spent and promised. */
  public Optional<Limit> broken(BudgetLimits limits, Amounts more) {
    Amounts taken = spent.plus(reserved).plus(more);
    for (Limit limit : Limit.values()) {
      Long most = limit.in(limits);
      if (most != null && limit.of(more) > 0 && limit.of(taken) > most) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }

  /**
   * The first limit that is used up. A limit of 0 never is: it forbids the calls that count against
   * it, not the requests that need none of them.
   */
  public Optional<Limit> exhausted(BudgetLimits limits) {
    Amounts taken = spent.plus(reserved);
    for (Limit limit : Limit.values()) {
      Long most = limit.in(limits);
      if (most != null && most > 0 && limit.of(taken) >= most) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }

  /** Holds amounts back. Whether they fit, {@link #broken} has said. */
  public Budget reserve(Amounts amounts) {
    return new Budget(spent, reserved.plus(amounts));
  }

  /** Replaces what was held by what was really spent, which may be none. */
  public Budget settle(Amounts held, Amounts actual) {
    return new Budget(spent.plus(actual), reserved.minus(held));
  }

  /** What a budget limits, and the word for it in results. */
  public enum Limit {
    MONEY("cost"),
    TOKENS("tokens"),
    MODEL_CALLS("model_calls"),
    TOOL_CALLS("tool_calls");

    private final String word;

    Limit(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    private @Nullable Long in(BudgetLimits limits) {
      return switch (this) {
        case MONEY -> limits.moneyNanos();
        case TOKENS -> limits.tokens();
        case MODEL_CALLS -> limits.modelCalls();
        case TOOL_CALLS -> limits.toolCalls();
      };
    }

    private long of(Amounts amounts) {
      return switch (this) {
        case MONEY -> amounts.moneyNanos();
        case TOKENS -> amounts.tokens();
        case MODEL_CALLS -> amounts.modelCalls();
        case TOOL_CALLS -> amounts.toolCalls();
      };
    }
  }
}
