// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPacerTest {
  private final CommitPacer pacer = new CommitPacer(20);

  @Test
  void nothingWaitsSoNothingIsCommitted() {
    assertThat(pacer.take(1_000)).isFalse();
    assertThat(pacer.dueAtMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theFirstResultIsCommittedAtOnce() {
    pacer.resultWaits();
    assertThat(pacer.take(1_000)).isTrue();
    assertThat(pacer.waits()).isFalse();
    assertThat(pacer.take(1_000)).isFalse();
  }

  @Test
  void theNextIsCommittedOnceTheSpacingHasPassed() {
    pacer.resultWaits();
    pacer.take(1_000);
    pacer.resultWaits();

    assertThat(pacer.take(1_019)).isFalse();
    assertThat(pacer.dueAtMs()).isEqualTo(1_020);
    assertThat(pacer.take(1_020)).isTrue();
  }

  @Test
  void manyResultsAreOneCommit() {
    for (int i = 0; i < 100; i++) {
      pacer.resultWaits();
    }
    assertThat(pacer.take(1_000)).isTrue();
    assertThat(pacer.take(2_000)).isFalse();
  }

  @Test
  void anotherOwnerStartsAnew() {
    pacer.resultWaits();
    pacer.take(1_000);
    pacer.resultWaits();
    pacer.reset();

    assertThat(pacer.waits()).isFalse();
    pacer.resultWaits();
    assertThat(pacer.take(1_001)).isTrue();
  }
}
