// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Hold;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Samples;
import org.junit.jupiter.api.Test;

class PendingCallTest {
  private static final Hold HELD = new Hold(Amounts.ofModelCall(7, 7, 0), 5, 1, "");
  private static final PendingCall WANTED =
      PendingCall.first(
          new CallSpec(Samples.call(1, 0), new CallSpec.Node("write")),
          "acme",
          Kind.TOOL,
          "write",
          InputBuckets.NONE,
          Hold.NOTHING,
          true,
          "order-1",
          Trim.NONE,
          "",
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
  void theNumberOfASecondAttemptIsNoOtherOnes() {
    PendingCall.Hedge second = new PendingCall.Hedge("other", HELD, InputBuckets.NONE);
    PendingCall hedged = WANTED.again(1).hedgedBy(second);

    assertThat(hedged.attempt()).isEqualTo(2);
    assertThat(hedged.hedgeAttempt()).isEqualTo(3);
    assertThat(hedged.again(2).attempt()).isEqualTo(4);
    assertThat(hedged.again(2).hedge()).isEqualTo(second);
    assertThat(hedged.withoutHedge().elsewhere("b", 2).attempt()).isEqualTo(4);
    assertThat(hedged.withoutHedge().again(2).again(3).attempt()).isEqualTo(5);
  }

  @Test
  void aSecondAttemptIsPaidByItself() {
    PendingCall.Hedge second = new PendingCall.Hedge("other", HELD, InputBuckets.NONE);
    PendingCall hedge = WANTED.hedgedBy(second).asHedge();

    assertThat(hedge.id()).isEqualTo(WANTED.id());
    assertThat(hedge.target()).isEqualTo("other");
    assertThat(hedge.attempt()).isEqualTo(2);
    assertThat(hedge.held()).isEqualTo(HELD.amounts());
    assertThat(hedge.hold()).isEqualTo(HELD);
    assertThat(hedge.hedge()).isNull();
    assertThatIllegalStateException().isThrownBy(WANTED::asHedge);
  }

  @Test
  void attemptsKeepTheLockAndTheTurn() {
    PendingCall again = WANTED.inLine(7).firstInLine(false, 1_000).again(2_000);

    assertThat(again.lock()).isEqualTo(WANTED.lock());
    assertThat(again.lockTurn()).isEqualTo(7);
    assertThat(again.attempt()).isEqualTo(2);
  }
}
