// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one attempt took, as its client saw it.
 *
 * @param total from handing the attempt over to its last byte
 * @param timeToFirstToken of a streamed answer; null where nothing was streamed
 */
public record Timing(Duration total, @Nullable Duration timeToFirstToken) {
  public static final Timing NONE = new Timing(Duration.ZERO, null);
}
