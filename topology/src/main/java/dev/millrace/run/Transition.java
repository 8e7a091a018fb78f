// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to a run.
 *
 * @param next the run from now on; when it ends, its last state, for the result to tell of
 * @param cancelled calls whose answers nobody needs any more
 * @param ending null while it lives
 */
public record Transition(Run next, List<CallId> cancelled, @Nullable Ending ending) {
  public Transition {
    cancelled = List.copyOf(cancelled);
  }

  static Transition to(Run next) {
    return new Transition(next, List.of(), null);
  }
}
