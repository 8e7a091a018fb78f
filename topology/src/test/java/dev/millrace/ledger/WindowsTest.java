// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static dev.millrace.pipeline.BudgetWindow.DAY;
import static dev.millrace.pipeline.BudgetWindow.HOUR;
import static dev.millrace.pipeline.BudgetWindow.MINUTE;
import static dev.millrace.pipeline.BudgetWindow.MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {

  @Test
  void windowsBeginByTheClock() {
    assertThat(start(ZoneOffset.UTC, MINUTE, "2026-02-28T13:59:59.999Z"))
        .isEqualTo("2026-02-28T13:59:00Z");
    assertThat(start(ZoneOffset.UTC, HOUR, "2026-02-28T13:59:59.999Z"))
        .isEqualTo("2026-02-28T13:00:00Z");
    assertThat(start(ZoneOffset.UTC, DAY, "2026-02-28T13:59:59.999Z"))
        .isEqualTo("2026-02-28T00:00:00Z");
    assertThat(start(ZoneOffset.UTC, MONTH, "2026-02-28T13:59:59.999Z"))
        .isEqualTo("2026-02-01T00:00:00Z");
  }

  @Test
  void byTheClockOfTheZone() {
    ZoneId india = ZoneId.of("Asia/Kolkata");
    assertThat(start(india, HOUR, "2026-02-28T19:10:00Z")).isEqualTo("2026-02-28T18:30:00Z");
    assertThat(start(india, DAY, "2026-02-28T19:10:00Z")).isEqualTo("2026-02-28T18:30:00Z");
    assertThat(start(india, MONTH, "2026-02-28T19:10:00Z")).isEqualTo("2026-02-28T18:30:00Z");
  }

  @Test
  void theHourThatWinterTimeShowsTwiceIsTwoHours() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(start(berlin, HOUR, "2026-10-25T00:30:00Z")).isEqualTo("2026-10-25T00:00:00Z");
    assertThat(start(berlin, HOUR, "2026-10-25T01:30:00Z")).isEqualTo("2026-10-25T01:00:00Z");
    assertThat(hoursOfDay(berlin, "2026-10-25T12:00:00Z")).isEqualTo(25);
    assertThat(hoursOfDay(berlin, "2026-03-29T12:00:00Z")).isEqualTo(23);
    assertThat(hoursOfDay(berlin, "2026-03-30T12:00:00Z")).isEqualTo(24);
  }

  private static long hoursOfDay(ZoneId zone, String noon) {
    Windows windows = new Windows(zone);
    long startMs = windows.startMs(DAY, ms(noon));
    long nextMs = windows.startMs(DAY, startMs + 26 * 3_600_000L);
    return (nextMs - startMs) / 3_600_000;
  }

  /** In Newfoundland clocks went back from 00:01 to 23:01: a minute of the new day came first. */
  @Test
  void aDayThatHasBegunDoesNotEndAgain() {
    ZoneId newfoundland = ZoneId.of("America/St_Johns");
    String begins = "2010-11-07T02:30:00Z";
    assertThat(start(newfoundland, DAY, "2010-11-07T02:30:30Z")).isEqualTo(begins);
    assertThat(start(newfoundland, DAY, "2010-11-07T02:45:00Z")).isEqualTo(begins);
    assertThat(start(newfoundland, DAY, "2010-11-07T12:00:00Z")).isEqualTo(begins);
  }

  /** Whatever a zone does: windows follow each other, each holds its own start, none is endless. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Havana",
        "America/Sao_Paulo",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Asia/Beirut",
        "Pacific/Apia",
        "Antarctica/Troll"
      })
  void windowsFollowEachOther(String zone) {
    Random random = new Random(zone.hashCode());
    Windows asked = new Windows(ZoneId.of(zone));
    for (BudgetWindow window : BudgetWindow.values()) {
      long nowMs = ms("2008-01-01T00:00:00Z");
      long beforeMs = Long.MIN_VALUE;
      long stepMs = List.of(37_000L, 1_000_000L, 20_000_000L, 300_000_000L).get(window.place());
      for (int i = 0; i < 4_000; i++) {
        long startMs = new Windows(ZoneId.of(zone)).startMs(window, nowMs);
        assertThat(startMs).isBetween(beforeMs, nowMs);
        assertThat(nowMs - startMs).isLessThan(mostMs(window));
        assertThat(asked.startMs(window, nowMs)).as("as remembered").isEqualTo(startMs);
        assertThat(asked.startMs(window, startMs)).as("of its own start").isEqualTo(startMs);
        beforeMs = startMs;
        nowMs += 1 + random.nextLong(stepMs);
      }
    }
  }

  private static long mostMs(BudgetWindow window) {
    long hourMs = 3_600_000;
    return switch (window) {
      case MINUTE -> 60_000;
      case HOUR -> hourMs + 1;
      case DAY -> 27 * hourMs;
      case MONTH -> (31 * 24 + 3) * hourMs;
    };
  }

  private static String start(ZoneId zone, BudgetWindow window, String now) {
    return Instant.ofEpochMilli(new Windows(zone).startMs(window, ms(now))).toString();
  }

  private static long ms(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
