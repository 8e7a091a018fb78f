// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.estimate.Demand.Course;
import dev.millrace.ledger.AccountKey;
import dev.millrace.ledger.Limit;
import dev.millrace.pipeline.BudgetWindow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What requests take of a window. */
class DemandTest {
  private static final long DAY_MS = 86_400_000;

  @Test
  void aLimitPaysForMoreRunsIfTheyAreAsDearAsIsLikelyThanInAnyCase() {
    Draw draw = new Draw(4, 40, 25);

    assertThat(draw.likelyRuns(99)).isEqualTo(9);
    assertThat(draw.surelyRuns(99)).isEqualTo(3);
    assertThat(draw.surelyRuns(24)).as("not even one").isZero();
  }

  @Test
  void aWindowIsUsedUpWhenTheTrafficHasTakenItsLimit() {
    Demand demand = day(500, new Draw(2, 20, 15), 2);

    assertThat(demand.at(100)).isEqualTo(new Course(100, 1_000, DAY_MS / 2));
    assertThat(demand.at(50)).isEqualTo(new Course(50, 500, Course.LASTS));
    assertThat(demand.at(51).lasts()).isFalse();
  }

  @Test
  void onlyThoseThatAreItsOwnTakeFromABudget() {
    Demand demand = day(500, new Draw(1, 10, 10), 4);

    assertThat(demand.at(100)).isEqualTo(new Course(25, 250, Course.LASTS));
  }

  @Test
  void aShorterWindowSeesLessOfTheTraffic() {
    Demand hour =
        new Demand(
            AccountKey.ofTenant("acme"),
            BudgetWindow.HOUR,
            DAY_MS / 24,
            Limit.MODEL_CALLS,
            5,
            Map.of("r", new Draw(1, 2, 3)),
            1);

    assertThat(hour.at(240)).isEqualTo(new Course(10, 20, DAY_MS / 24 / 4));
  }

  @Test
  void aWindowOfNothingIsUsedUpAtOnce() {
    assertThat(day(0, new Draw(1, 1, 1), 1).at(1).usedUpAfterMs()).isZero();
  }

  @Test
  void absurdTrafficDoesNotOverflow() {
    Course course = day(1, new Draw(1, Long.MAX_VALUE, 1), 1).at(1_000_000_000_000L);

    assertThat(course.likely()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(course.usedUpAfterMs()).isEqualTo(1);
  }

  private static Demand day(long limit, Draw draw, long outOf) {
    return new Demand(
        AccountKey.ofTenant("acme"),
        BudgetWindow.DAY,
        DAY_MS,
        Limit.MONEY,
        limit,
        Map.of("r", draw),
        outOf);
  }
}
