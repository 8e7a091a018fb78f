// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPacerTest {
  private final CommitPacer pacer = new CommitPacer(20);

  @Test
  void nothingWaitsSoNothingIsCommitted() {
    assertThat(pacer.take(1_000, false)).isFalse();
    assertThat(pacer.dueAtMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theFirstResultIsCommittedAtOnce() {
    pacer.resultWaits();
    assertThat(pacer.take(1_000, false)).isTrue();
    assertThat(pacer.waits()).isFalse();
    assertThat(pacer.take(1_000, false)).isFalse();
  }

  @Test
  void theNextIsCommittedOnceAsMuchTimeHasPassedAsTheLastCommitTook() {
    commit(1_000, 1_007);
    pacer.resultWaits();

    assertThat(pacer.take(1_013, false)).isFalse();
    assertThat(pacer.dueAtMs()).isEqualTo(1_014);
    assertThat(pacer.take(1_014, false)).isTrue();
  }

  @Test
  void aSlowCommitDoesNotHoldUpTheNextForLongerThanTheLimit() {
    commit(1_000, 3_000);
    pacer.resultWaits();

    assertThat(pacer.take(3_019, false)).isFalse();
    assertThat(pacer.take(3_020, false)).isTrue();
  }

  @Test
  void aThreadThatHasMoreToDoLetsResultsShareACommit() {
    commit(1_000, 1_002);
    pacer.resultWaits();

    assertThat(pacer.take(1_021, true)).isFalse();
    assertThat(pacer.dueAtMs()).as("another look").isEqualTo(1_004);
    assertThat(pacer.take(1_022, true)).isTrue();
  }

  @Test
  void aBusyThreadSpendsNoMoreThanAFifthOfItsTimeInCommits() {
    commit(1_000, 1_010);
    pacer.resultWaits();

    assertThat(pacer.take(1_049, true)).isFalse();
    assertThat(pacer.take(1_050, true)).isTrue();
  }

  @Test
  void noResultOfABusyThreadWaitsForMoreThanThreeTimesTheSpacing() {
    commit(1_000, 3_000);
    pacer.resultWaits();

    assertThat(pacer.take(3_059, true)).isFalse();
    assertThat(pacer.take(3_060, true)).isTrue();
  }

  @Test
  void theFirstResultDoesNotWaitForABusyThread() {
    pacer.resultWaits();
    assertThat(pacer.take(1_000, true)).isTrue();
  }

  @Test
  void aCommitTakesAlongAllThatWaited() {
    for (int i = 0; i < 100; i++) {
      pacer.resultWaits();
    }
    commit(1_000, 1_001);
    assertThat(pacer.waits()).isFalse();
    assertThat(pacer.take(2_000, false)).isFalse();
  }

  @Test
  void aCommitThatBeginsTaskByTaskIsMeasuredFromItsFirst() {
    pacer.begins(1_000);
    pacer.begins(1_005);
    pacer.ended(1_010);
    pacer.resultWaits();
    assertThat(pacer.dueAtMs()).isEqualTo(1_020);
  }

  @Test
  void aCommitIsAskedForUntilItHasEnded() {
    pacer.resultWaits();
    assertThat(pacer.isAskedFor()).as("only waited for").isFalse();

    pacer.take(1_000, false);
    assertThat(pacer.isAskedFor()).isTrue();
    pacer.begins(1_001);
    assertThat(pacer.isAskedFor()).isTrue();
    pacer.ended(1_004);
    assertThat(pacer.isAskedFor()).isFalse();
  }

  @Test
  void aCommitThatNobodyAskedForIsNone() {
    pacer.resultWaits();
    pacer.begins(1_000);

    assertThat(pacer.isAskedFor()).isFalse();
  }

  @Test
  void aClockSetBackHoldsNothingUp() {
    commit(1_000, 900);
    pacer.resultWaits();
    assertThat(pacer.take(900, false)).isTrue();
  }

  private void commit(long fromMs, long toMs) {
    pacer.begins(fromMs);
    pacer.ended(toMs);
  }
}
