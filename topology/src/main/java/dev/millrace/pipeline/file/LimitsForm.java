// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.Limits;
import java.time.Duration;
import java.util.Objects;

/** {@code limits}. */
final class LimitsForm extends Form<Limits> {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final long GIB = 1L << 30;
  static final Limits USUAL =
      new Limits(
          1_000,
          1_000,
          1_000,
          256 * KIB,
          MIB,
          ofMinutes(10),
          64L * MIB,
          32L * MIB,
          1,
          ofMillis(20),
          ofSeconds(10));

  private static final Kind<Integer> CALLS = Numbers.whole(1, 1_000_000);

  private final Key<Integer> maxInFlight = key("max_in_flight", CALLS, USUAL.maxInFlight());
  private final Key<Integer> maxInFlightPerTenant = optional("max_in_flight_per_tenant", CALLS);
  private final Key<Integer> maxInFlightBackground = optional("max_in_flight_background", CALLS);
  private final Key<Integer> maxRequest =
      key("max_request", Quantities.bytes(KIB, 16 * MIB), USUAL.maxRequestBytes());
  private final Key<Integer> maxPrompt =
      key("max_prompt", Quantities.bytes(KIB, 64 * MIB), USUAL.maxPromptBytes());
  private final Key<Duration> maxDeadline =
      key("max_deadline", Quantities.duration(ofMillis(1), ofDays(7)), USUAL.maxDeadline());
  private final Key<Long> stateCache =
      key("state_cache", Quantities.bytes((long) MIB, 1_024 * GIB), USUAL.stateCacheBytes());
  private final Key<Long> stateWriteBuffer =
      key(
          "state_write_buffer",
          Quantities.bytes((long) MIB, 1_024 * GIB),
          USUAL.stateWriteBufferBytes());
  private final Key<Integer> streamThreads =
      key("stream_threads", Numbers.whole(1, 256), USUAL.streamThreads());
  private final Key<Duration> commitSpacing =
      key("commit_spacing", Quantities.duration(ofMillis(1), ofSeconds(60)), USUAL.commitSpacing());
  private final Key<Duration> drain =
      key("drain", Quantities.duration(Duration.ZERO, ofMinutes(10)), USUAL.drain());

  @Override
  void check(Entries entries) {
    Integer most = entries.find(maxInFlight);
    if (most != null) {
      atMost(most, maxInFlightPerTenant, entries);
      atMost(most, maxInFlightBackground, entries);
    }
  }

  private static void atMost(int most, Key<Integer> key, Entries entries) {
    Integer some = entries.find(key);
    if (some != null && some > most) {
      String message = some + " is more than max_in_flight, " + most;
      entries.at(key).mistake(message, "write at most " + most + ", or a larger max_in_flight");
    }
  }

  @Override
  Limits build(Entries entries) {
    int most = entries.get(maxInFlight);
    return new Limits(
        most,
        Objects.requireNonNullElse(entries.find(maxInFlightPerTenant), most),
        Objects.requireNonNullElse(entries.find(maxInFlightBackground), most),
        entries.get(maxRequest),
        entries.get(maxPrompt),
        entries.get(maxDeadline),
        entries.get(stateCache),
        entries.get(stateWriteBuffer),
        entries.get(streamThreads),
        entries.get(commitSpacing),
        entries.get(drain));
  }
}
