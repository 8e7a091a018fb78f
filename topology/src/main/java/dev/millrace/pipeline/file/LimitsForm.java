// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.Limits;
import java.time.Duration;

/** {@code limits}. */
final class LimitsForm extends Form<Limits> {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final long GIB = 1L << 30;
  static final Limits USUAL =
      new Limits(1_000, 256 * KIB, MIB, ofMinutes(10), 64L * MIB, 32L * MIB, 1, ofMillis(20));

  private final Key<Integer> maxInFlight =
      key("max_in_flight", Numbers.whole(1, 1_000_000), USUAL.maxInFlight());
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

  @Override
  Limits build(Entries entries) {
    return new Limits(
        entries.get(maxInFlight),
        entries.get(maxRequest),
        entries.get(maxPrompt),
        entries.get(maxDeadline),
        entries.get(stateCache),
        entries.get(stateWriteBuffer),
        entries.get(streamThreads),
        entries.get(commitSpacing));
  }
}
