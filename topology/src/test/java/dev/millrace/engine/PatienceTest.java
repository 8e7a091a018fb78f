// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();
  private int tries;

  @Test
  void staysAwakeEachTimeForAToolThatAnswersInTime() {
    for (int calls = 1; calls <= 100; calls++) {
      assertThat(patience.await(this::inTime)).isTrue();
      assertThat(tries).isEqualTo(calls);
    }
  }

  @Test
  void passesOverTwiceAsManyCallsEachTimeItWasInVain() {
    assertThat(callsUntil(1)).isEqualTo(1);
    assertThat(callsUntil(2)).isEqualTo(1 + 1);
    assertThat(callsUntil(3)).isEqualTo(2 + 1);
    assertThat(callsUntil(4)).isEqualTo(4 + 1);
  }

  @Test
  void triesOnceInAThousandCallsForASlowTool() {
    callsUntil(20);

    assertThat(callsUntil(21)).isEqualTo(1_024 + 1);
    assertThat(callsUntil(22)).isEqualTo(1_024 + 1);
  }

  @Test
  void findsOutThatASlowToolHasBecomeQuick() {
    callsUntil(5);
    while (!patience.await(this::inTime)) {
      assertThat(tries).isEqualTo(5);
    }

    assertThat(patience.await(this::inTime)).as("the next").isTrue();
    assertThat(patience.await(this::tooLate)).isFalse();
    assertThat(callsUntil(tries + 1)).as("and begins anew").isEqualTo(1 + 1);
  }

  /** Calls in vain until so many were stayed awake for; how many those are. */
  private int callsUntil(int triesInAll) {
    int calls = 0;
    while (tries < triesInAll) {
      assertThat(patience.await(this::tooLate)).isFalse();
      calls++;
    }
    return calls;
  }

  private boolean inTime() {
    tries++;
    return true;
  }

  private boolean tooLate() {
    tries++;
    return false;
  }
}
