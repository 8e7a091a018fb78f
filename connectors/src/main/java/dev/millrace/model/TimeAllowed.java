// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long calls of a model may take: its own limit, or less where a run has less time left. */
final class TimeAllowed {
  /** One that has less than this part of the longest was hurried. */
  private static final int PART = 4;

  private final AtomicLong mostMillis = new AtomicLong();

  /** Whether a call is hurried, seen beside those before it. */
  boolean isShort(Duration allowed) {
    long most = mostMillis.accumulateAndGet(allowed.toMillis(), Math::max);
    return allowed.toMillis() < most / PART;
  }
}
