// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import dev.millrace.pipeline.RetryPolicy;
import java.time.Duration;

/** {@code retry}, of a model or a tool. */
final class RetryForm extends Form<RetryPolicy> {
  private static final RetryPolicy USUAL = RetryPolicy.DEFAULT;

  private final Key<Integer> maxAttempts =
      key("max_attempts", Numbers.whole(1, 20), USUAL.maxAttempts());
  private final Key<Duration> backoff =
      key("backoff", Quantities.duration(ofMillis(1), ofMinutes(10)), USUAL.backoff());
  private final Key<Duration> maxBackoff =
      key("max_backoff", Quantities.duration(ofMillis(1), ofHours(1)), USUAL.maxBackoff());
  private final Key<Duration> total =
      key("total", Quantities.duration(ofMillis(1), ofHours(24)), USUAL.total());

  @Override
  void check(Entries entries) {
    Duration first = entries.find(backoff);
    Duration most = entries.find(maxBackoff);
    if (first != null && most != null && first.compareTo(most) > 0) {
      entries
          .at(backoff)
          .mistake(
              "%s is longer than max_backoff, %s"
                  .formatted(Quantities.write(first), Quantities.write(most)),
              "make backoff shorter, or max_backoff longer");
    }
  }

  @Override
  RetryPolicy build(Entries entries) {
    return new RetryPolicy(
        entries.get(maxAttempts),
        entries.get(backoff),
        entries.get(maxBackoff),
        entries.get(total));
  }
}
