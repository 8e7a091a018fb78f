// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The smallest step of a stream thread: it takes one record, or lets its punctuators act.
 *
 * @param input the record it took; null if it took none
 * @param atMs what the wall clock showed, epoch milliseconds
 * @param produced what it wrote: by topic, and within a topic in order
 */
public record Turn(@Nullable Input input, long atMs, List<Produced> produced) {
  public Turn {
    produced = List.copyOf(produced);
  }
}
