// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed, as a value.
 *
 * @param detail one line for people; never a prompt, an answer or a secret
 * @param retryAfter how long the provider, or our own breaker, asks to wait; null if neither does
 */
public record Failure(FailureKind kind, String detail, @Nullable Duration retryAfter) {

  public static Failure of(FailureKind kind, String detail) {
    return new Failure(kind, detail, null);
  }

  public static Failure retryAfter(FailureKind kind, String detail, Duration retryAfter) {
    return new Failure(kind, detail, retryAfter);
  }

  public Advice advice() {
    return kind.advice();
  }
}
