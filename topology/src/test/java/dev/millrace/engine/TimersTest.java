// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.run.CallId;
import dev.millrace.run.RunId;
import org.junit.jupiter.api.Test;

class TimersTest {
  private static final RunId LIVES = RunId.of("acme", "lives");
  private static final Seat SEAT = new Seat(new Lane(Kind.TOOL, "search"), "acme", false);

  private final Timers timers = new Timers();

  @Test
  void whatIsDueFirstComesFirstAndNothingComesEarly() {
    timers.add(new Timers.RunDue(20, LIVES));
    timers.add(new Timers.CallDue(10, new CallId(LIVES, 0, 0), SEAT));

    assertThat(timers.nextAtMs()).isEqualTo(10);
    assertThat(timers.pollDue(9)).isNull();
    assertThat(timers.pollDue(15)).isInstanceOf(Timers.CallDue.class);
    assertThat(timers.pollDue(15)).isNull();
    assertThat(timers.pollDue(20)).isEqualTo(new Timers.RunDue(20, LIVES));
  }

  @Test
  void deadlinesOfEndedRunsDoNotPileUp() {
    timers.add(new Timers.RunDue(Long.MAX_VALUE - 1, LIVES));
    timers.add(new Timers.CallDue(Long.MAX_VALUE - 1, new CallId(LIVES, 0, 0), SEAT));
    for (int i = 0; i < 100_000; i++) {
      timers.add(new Timers.RunDue(i, RunId.of("acme", Integer.toString(i))));
      timers.trim(LIVES::equals);
    }

    assertThat(timers.size()).isLessThan(1_100);
    timers.clear();
    assertThat(timers.nextAtMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void neitherDoLooksAtTheirCalls() {
    timers.add(new Timers.HedgeDue(Long.MAX_VALUE - 1, new CallId(LIVES, 0, 0), 1));
    for (int i = 0; i < 100_000; i++) {
      CallId call = new CallId(RunId.of("acme", Integer.toString(i)), 0, 0);
      timers.add(new Timers.HedgeDue(i, call, 1));
      timers.trim(LIVES::equals);
    }

    assertThat(timers.size()).isBetween(1, 1_100);
  }

  @Test
  void aTrimKeepsWhatIsStillToBeTold() {
    for (int i = 0; i < 5_000; i++) {
      timers.add(new Timers.RunDue(1_000_000 + i, RunId.of("acme", Integer.toString(i))));
    }
    timers.add(new Timers.RunDue(7, LIVES));
    timers.trim(LIVES::equals);

    assertThat(timers.size()).isEqualTo(1);
    assertThat(timers.pollDue(7)).isEqualTo(new Timers.RunDue(7, LIVES));
  }
}
