// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private final Latency latency = Latency.between(40, 180).with("quotes", 300, 320);

  @Test
  void isTheSameForTheSameCallAndDiffersBetweenCalls() {
    List<Integer> times =
        IntStream.range(0, 200)
            .mapToObj(i -> latency.ofMs("orders", "GET", "/orders/" + i))
            .toList();
    assertThat(times).allSatisfy(ms -> assertThat(ms).isBetween(40, 180));
    assertThat(times.stream().distinct()).hasSizeGreaterThan(70);
    assertThat(latency.ofMs("orders", "GET", "/orders/7")).isEqualTo(times.get(7));
  }

  @Test
  void hasARangeOfItsOwnForAPlace() {
    assertThat(latency.ofMs("quotes", "GET", "/quotes/kestrel")).isBetween(300, 320);
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThatThrownBy(() -> Latency.between(10, 9)).hasMessageContaining("10..9");
    assertThatThrownBy(() -> Latency.between(-1, 9)).hasMessageContaining("-1..9");
    assertThatThrownBy(() -> Latency.between(0, 60_001)).hasMessageContaining("60001");
  }

  @Test
  void delaysWhatADeskAnswers() {
    Desk desk = new Desk().get("/slow", call -> Reply.ok("done"));
    try (DeskServer server = DeskServer.start(desk, Latency.NONE.with("slow", 120, 120))) {
      long begunNanos = System.nanoTime();
      new Caller(server.url()).get("/slow");
      assertThat(Duration.ofNanos(System.nanoTime() - begunNanos))
          .isGreaterThan(Duration.ofMillis(115));
    }
  }
}
