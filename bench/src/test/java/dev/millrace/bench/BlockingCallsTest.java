// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class BlockingCallsTest {

  @Test
  void waitsForOneCallAfterTheOther() {
    long beganAt = System.nanoTime();

    BlockingCalls.of(HalfSecondFunction.NAME).run();

    assertThat(System.nanoTime() - beganAt)
        .isGreaterThanOrEqualTo(HalfSecondFunction.RUN.toNanos());
  }

  @Test
  void refusesAFunctionThatIsNotThere() {
    assertThatThrownBy(() -> BlockingCalls.of("bench-nobody"))
        .isInstanceOf(NoSuchElementException.class);
  }
}
