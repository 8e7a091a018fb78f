// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ends that was called off, where it can tell what it had come to by then. What is
 * told is counted only when somebody asks: most of those who call off do not.
 */
public final class CalledOffException extends CancellationException {
  private static final long serialVersionUID = 1;

  private final transient Supplier<@Nullable Usage> soFar;

  public CalledOffException(Supplier<@Nullable Usage> soFar) {
    this.soFar = soFar;
  }

  /**
   * What a future that ended so is likely to be billed, marked as an estimate; null if nobody can
   * tell.
   *
   * @param thrown what the future ended with; null if it was an outcome
   */
  public static @Nullable Usage soFar(@Nullable Throwable thrown) {
    return thrown instanceof CalledOffException off ? off.soFar.get() : null;
  }

  /** Nobody made a mistake whose place would be of use. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
