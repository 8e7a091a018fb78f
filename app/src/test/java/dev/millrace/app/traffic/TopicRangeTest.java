// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRangeTest {

  @Test
  void offsetsHoldBothEnds() {
    TopicRange range = TopicRange.Offsets.parse("0:10-20, 2:5-");

    assertThat(range.contains(0, 9, 0)).isFalse();
    assertThat(range.contains(0, 10, 0)).isTrue();
    assertThat(range.contains(0, 20, 0)).isTrue();
    assertThat(range.contains(0, 21, 0)).isFalse();
    assertThat(range.contains(2, 5, 0)).isTrue();
    assertThat(range.contains(2, Long.MAX_VALUE, 0)).isTrue();
  }

  @Test
  void partitionsThatAreNotNamedAreLeftOut() {
    assertThat(TopicRange.Offsets.parse("0:10-20").contains(1, 15, 0)).isFalse();
  }

  @Test
  void timesHoldTheirBeginningAndNotTheirEnd() {
    TopicRange range = new TopicRange.Times(100, 200);

    assertThat(range.contains(0, 0, 99)).isFalse();
    assertThat(range.contains(0, 0, 100)).isTrue();
    assertThat(range.contains(0, 0, 199)).isTrue();
    assertThat(range.contains(0, 0, 200)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0:",
        "0:5",
        "0:20-10",
        "0:-5",
        "a:1-2",
        "0:1-2,0:3-4",
        "0:1-2,",
        "0:1-99999999999999999999"
      })
  void otherOffsetsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TopicRange.Offsets.parse(text));
  }

  @Test
  void anEmptyRangeOfTimesIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TopicRange.Times(200, 200));
  }
}
