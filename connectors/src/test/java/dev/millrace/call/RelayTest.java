// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final Usage SO_FAR = Usage.of(10, 2).asEstimate();

  /** An attempt that can tell what it had come to. */
  private static final class Attempt extends CompletableFuture<Outcome<String>> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      completeExceptionally(new CalledOffException(() -> SO_FAR));
      return isCancelled();
    }
  }

  private final Attempt attempt = new Attempt();

  @Test
  void anOutcomeIsToldInOtherWords() {
    CompletableFuture<Outcome<Integer>> relay = Relay.of(attempt, String::length);

    attempt.complete(new Outcome.Succeeded<>("four", Usage.NONE, Timing.NONE));

    assertThat(relay.join()).isEqualTo(new Outcome.Succeeded<>(4, Usage.NONE, Timing.NONE));
  }

  @Test
  void whoCallsItOffCallsTheAttemptOffAndHearsWhatItHadComeTo() {
    CompletableFuture<Outcome<Integer>> relay = Relay.of(attempt, String::length);

    assertThat(relay.cancel(true)).isTrue();

    assertThat(attempt).isCancelled();
    assertThat(relay).isCancelled();
    assertThat(relay.handle((outcome, thrown) -> CalledOffException.soFar(thrown)).join())
        .isEqualTo(SO_FAR);
  }

  @Test
  void ofAnAttemptThatCannotTellNothingIsKnown() {
    CompletableFuture<Outcome<Integer>> relay =
        Relay.of(new CompletableFuture<Outcome<String>>(), String::length);

    assertThat(relay.cancel(true)).isTrue();

    assertThat(relay.handle((outcome, thrown) -> CalledOffException.soFar(thrown) == null).join())
        .isTrue();
  }

  @Test
  void whatAnAttemptBreaksWithIsToldAsItIs() {
    IllegalStateException bug = new IllegalStateException("a bug");
    CompletableFuture<Outcome<Integer>> relay = Relay.of(attempt, String::length);

    attempt.completeExceptionally(bug);

    assertThat(relay.handle((outcome, thrown) -> thrown).join()).isSameAs(bug);
  }

  @Test
  void aChangeThatBreaksIsAnEndToo() {
    IllegalStateException bug = new IllegalStateException("a bug");
    CompletableFuture<Outcome<Integer>> relay =
        Relay.of(
            attempt,
            text -> {
              throw bug;
            });

    attempt.complete(new Outcome.Succeeded<>("four", Usage.NONE, Timing.NONE));

    assertThat(relay.handle((outcome, thrown) -> thrown).join()).isSameAs(bug);
  }

  @Test
  void somebodyHearsOfTheEndBeforeAllOthers() {
    StringBuilder heard = new StringBuilder();
    CompletableFuture<Outcome<String>> relay =
        Relay.after(attempt, (outcome, thrown) -> heard.append("first "));
    CompletableFuture<?> unused = relay.thenAccept(outcome -> heard.append("others"));

    attempt.complete(new Outcome.Succeeded<>("done", Usage.NONE, Timing.NONE));

    assertThat(heard).hasToString("first others");
  }
}
