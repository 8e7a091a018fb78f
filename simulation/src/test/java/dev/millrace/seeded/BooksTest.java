// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.StoredAmounts;
import dev.millrace.schemas.stored.StoredWindow;
import dev.millrace.state.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the books say of histories that are wrong. */
class BooksTest {
  private static final String DAY = "tenant/acme";

  private final Pipeline pipeline = Setting.of(new Dice(1), new Dice(2)).pipeline();
  private final Books books = new Books(pipeline);

  private static void tell(Books books, String event, long nanos) {
    books.told(
        CostEvent.newBuilder()
            .setEventId(event)
            .setRunId("r")
            .setTenant("acme")
            .setKind("tool")
            .setAmountNanos(nanos)
            .build());
  }

  private static void write(Books books, String day, long spentNanos, long reservedNanos) {
    BudgetRecord budget =
        BudgetRecord.newBuilder()
            .setClockMs(0)
            .setTotal(money(spentNanos))
            .setWindows(
                List.of(
                    StoredWindow.newBuilder()
                        .setWindow("day")
                        .setStartMs(0)
                        .setSpent(money(spentNanos))
                        .setReserved(money(reservedNanos))
                        .build()))
            .build();
    try {
      ByteBuffer bytes = BudgetRecord.getEncoder().encode(budget);
      byte[] value = new byte[bytes.remaining()];
      bytes.get(value);
      books.wrote(Stores.BUDGETS, 0, day.getBytes(StandardCharsets.UTF_8), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StoredAmounts money(long nanos) {
    return new StoredAmounts(nanos, 0L, 0L, 0L, 0L, 0L);
  }

  private Iterable<String> broken() {
    books.end();
    return books.violations().stream().map(Violation::rule).toList();
  }

  @Test
  void whatIsSpentAndToldIsWell() {
    tell(books, "one", 5);
    write(books, DAY, 5, 0);

    assertThat(broken()).isEmpty();
    assertThat(books.events()).isEqualTo(1);
  }

  @Test
  void whatIsSpentButNotToldIsMissed() {
    write(books, DAY, 5, 0);

    assertThat(broken()).containsExactly("the ledger is the sum of the cost events");
  }

  @Test
  void whatStaysReservedIsMissed() {
    write(books, DAY, 0, 5);

    assertThat(broken()).containsExactly("what is reserved is what is promised");
  }

  @Test
  void anEventThatComesTwiceIsCounted() {
    tell(books, "one", 0);
    tell(books, "one", 0);

    assertThat(books.toldTwice()).isEqualTo(1);
    assertThat(broken()).containsExactly("costs are told once");
  }

  @Test
  void aResultThatTellsAnotherCostThanItsEventsIsFound() {
    tell(books, "one", 5);
    write(books, DAY, 5, 0);
    books.told(Result.newBuilder().setRunId("r").setCostNanos(6).build());

    assertThat(broken())
        .containsExactly(
            "a result's cost is the sum of its cost events",
            "what a step cost is the sum of its cost events");
  }

  @Test
  void aBudgetThatIsExceededForAMomentIsFound() {
    BudgetLimits day = pipeline.budgets().ofTenant("acme").whole().in(BudgetWindow.DAY);
    Long most = day == null ? null : day.moneyNanos();
    assertThat(most).isNotNull();

    write(books, DAY, 0, most + 7);
    write(books, DAY, 0, 0);

    assertThat(broken()).containsExactly("no budget is exceeded");
    assertThat(books.overspentNanos()).isEqualTo(7);
  }
}
