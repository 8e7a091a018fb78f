// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {

  @Test
  void anInstanceIsWellBeforeItsApplicationIsThere() {
    assertThat(new Instance().health().alive()).isTrue();
    assertThat(new Instance().health().ready()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void onlyARunningOneIsReady(State state) {
    assertThat(Instance.health(state, true).ready()).isEqualTo(state == State.RUNNING);
    assertThat(Instance.health(state, false).ready()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR", "PENDING_ERROR", "NOT_RUNNING"})
  void aDeadOneIsToBeRestarted(State state) {
    assertThat(Instance.health(state, false).alive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATED", "REBALANCING", "RUNNING", "PENDING_SHUTDOWN"})
  void oneThatMovesIsNot(State state) {
    assertThat(Instance.health(state, false).alive()).isTrue();
  }
}
