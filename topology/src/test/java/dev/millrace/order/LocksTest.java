// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.run.CallId;
import dev.millrace.run.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocksTest {
  private static final Lock ORDER = new Lock("acme", "order-1");

  private final Locks locks = new Locks();

  private boolean join(Lock lock, int call) {
    return locks.join(lock, Samples.call(call, 0), locks.nextTurn());
  }

  @Test
  void theFirstHasItAndTheOthersFollowInOrder() {
    assertThat(join(ORDER, 1)).isTrue();
    assertThat(join(ORDER, 2)).isFalse();
    assertThat(join(ORDER, 3)).isFalse();
    assertThat(locks.waiting()).isEqualTo(2);

    assertThat(locks.leave(ORDER, Samples.call(1, 0))).isEqualTo(Samples.call(2, 0));
    assertThat(locks.leave(ORDER, Samples.call(2, 0))).isEqualTo(Samples.call(3, 0));
    assertThat(locks.leave(ORDER, Samples.call(3, 0))).isNull();
    assertThat(locks.held()).isZero();
  }

  @Test
  void anotherKeyAndAnotherTenantAreOtherLocks() {
    join(ORDER, 1);

    assertThat(join(new Lock("acme", "order-2"), 2)).isTrue();
    assertThat(join(new Lock("globex", "order-1"), 3)).isTrue();
  }

  @Test
  void whoGivesUpWaitingFreesNothing() {
    join(ORDER, 1);
    join(ORDER, 2);
    join(ORDER, 3);

    assertThat(locks.leave(ORDER, Samples.call(2, 0))).isNull();
    assertThat(locks.waiting()).isEqualTo(1);
    assertThat(locks.leave(ORDER, Samples.call(1, 0))).isEqualTo(Samples.call(3, 0));
  }

  @Test
  void whoIsInNoLineChangesNothing() {
    assertThat(locks.leave(ORDER, Samples.call(1, 0))).isNull();
    join(ORDER, 1);

    assertThat(locks.leave(ORDER, Samples.call(9, 0))).isNull();
    assertThat(locks.held()).isOne();
  }

  @Test
  void whoComesAfterARestartComesAfterAllThatWereThere() {
    locks.join(ORDER, Samples.call(1, 0), 41);
    locks.join(new Lock("acme", "other"), Samples.call(2, 0), 40);

    assertThat(locks.nextTurn()).isEqualTo(42);
  }

  /** Random stories against lists that are looked through. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithPlainLists(long seed) {
    Random random = new Random(seed);
    Map<Lock, List<CallId>> model = new LinkedHashMap<>();
    for (int step = 0; step < 5_000; step++) {
      Lock lock = new Lock("tenant" + random.nextInt(2), "key" + random.nextInt(4));
      List<CallId> line = model.computeIfAbsent(lock, unused -> new ArrayList<>());
      if (random.nextInt(100) < (step < 2_500 ? 55 : 45) || line.isEmpty()) {
        CallId call = Samples.call(step, 0);
        assertThat(locks.join(lock, call, locks.nextTurn())).isEqualTo(line.isEmpty());
        line.add(call);
      } else {
        int index = random.nextInt(4) == 0 ? random.nextInt(line.size()) : 0;
        CallId next = index == 0 && line.size() > 1 ? line.get(1) : null;
        assertThat(locks.leave(lock, line.remove(index))).isEqualTo(next);
      }
      assertHolds(model);
    }
    model.forEach((lock, line) -> List.copyOf(line).forEach(call -> locks.leave(lock, call)));
    assertHolds(Map.of());
  }

  private void assertHolds(Map<Lock, List<CallId>> model) {
    int held = (int) model.values().stream().filter(line -> !line.isEmpty()).count();
    int all = model.values().stream().mapToInt(List::size).sum();
    assertThat(locks.held()).isEqualTo(held);
    assertThat(locks.waiting()).isEqualTo(all - held);
  }
}
