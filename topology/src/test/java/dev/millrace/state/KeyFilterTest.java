// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
  private static final int MANY = 100_000;

  private final KeyFilter filter = new KeyFilter();

  @Test
  void holdsNothingAtFirst() {
    assertThat(hashes(2).limit(MANY).anyMatch(filter::mayHold)).isFalse();
  }

  @Test
  void neverDeniesWhatWasAdded() {
    hashes(1).limit(MANY).forEach(filter::add);

    assertThat(hashes(1).limit(MANY).allMatch(filter::mayHold)).isTrue();
  }

  @Test
  void seldomClaimsWhatWasNot() {
    hashes(1).limit(MANY).forEach(filter::add);

    assertThat(hashes(2).limit(MANY).filter(filter::mayHold).count()).isBetween(1L, MANY / 20L);
  }

  @Test
  void claimsEverythingOnceTooMuchIsIn() {
    hashes(1).limit(KeyFilter.MOST_KEYS).forEach(filter::add);
    assertThat(hashes(2).limit(MANY).allMatch(filter::mayHold)).isFalse();

    filter.add(1);
    assertThat(hashes(2).limit(MANY).allMatch(filter::mayHold)).isTrue();
  }

  private static LongStream hashes(long seed) {
    return new SplittableRandom(seed).longs();
  }
}
