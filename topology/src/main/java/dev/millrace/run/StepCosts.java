// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What each step of a run has cost, in the order in which they were first paid. A step that costs
 * nothing has no place here.
 */
public record StepCosts(List<StepCost> each) {
  /** They are written at every step: of a run that has more, the last stands for all later ones. */
  static final int MOST = 128;

  public static final StepCosts NONE = new StepCosts(List.of());

  public StepCosts {
    each = List.copyOf(each);
  }

  StepCosts plus(int step, Charge charge) {
    if (charge.spent().moneyNanos() == 0 && charge.usage().totalTokens() == 0) {
      return this;
    }
    List<StepCost> next = new ArrayList<>(each);
    int place = place(step);
    if (place == next.size()) {
      next.add(StepCost.none(step).plus(charge));
    } else {
      next.set(place, next.get(place).plus(charge));
    }
    return new StepCosts(next);
  }

  /** Nearly always that of the last step, or one behind it. */
  private int place(int step) {
    for (int i = each.size() - 1; i >= 0; i--) {
      if (each.get(i).step() == step) {
        return i;
      }
    }
    return Math.min(each.size(), MOST - 1);
  }
}
