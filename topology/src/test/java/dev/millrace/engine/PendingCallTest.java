// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Samples;
import org.junit.jupiter.api.Test;

class PendingCallTest {
  private static final PendingCall WANTED =
      PendingCall.first(
          new CallSpec(Samples.call(1, 0), new CallSpec.Node("write")),
          "acme",
          Kind.TOOL,
          "write",
          InputBuckets.NONE,
          Amounts.NONE,
          0,
          true,
          "order-1",
          1_000);

  @Test
  void aCallInLineForItsLockHasCertainlyNotLeft() {
    assertThat(WANTED.inLine(7).mayHaveLeft()).isFalse();
    assertThat(WANTED.inLine(7).firstInLine(true, 1_000).mayHaveLeft()).isTrue();
  }

  @Test
  void theTimeThatItWaitsForItsLockIsNoneOfItsAttempts() {
    PendingCall first = WANTED.inLine(7).firstInLine(true, 90_000);

    assertThat(first.createdAtMs()).isEqualTo(90_000);
    assertThat(first.dueAtMs()).isEqualTo(90_000);
    assertThat(first.lockTurn()).isEqualTo(7);
  }

  @Test
  void attemptsKeepTheLockAndTheTurn() {
    PendingCall again = WANTED.inLine(7).firstInLine(false, 1_000).again(2_000);

    assertThat(again.lock()).isEqualTo(WANTED.lock());
    assertThat(again.lockTurn()).isEqualTo(7);
    assertThat(again.attempt()).isEqualTo(2);
  }
}
