// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Work that was begun on a route which the pipeline file has no more, or not as it was. There is
 * nothing to do but to end.
 *
 * @param why a sentence for people
 * @param flying calls that were under way
 */
public record Uprooted(String why, Set<CallId> flying) implements Work {
  public Uprooted {
    flying = Collections.unmodifiableSet(new LinkedHashSet<>(flying));
  }

  @Override
  public Move begin(RunId run, int step, long atMs) {
    return end();
  }

  @Override
  public Move ended(CallId call, CallResult result, int nextStep, long atMs) {
    return end();
  }

  @Override
  public Move timeCame(RunId run, int nextStep, long atMs) {
    return end();
  }

  private Move end() {
    return Move.end(this, Ending.routeChanged(why));
  }

  @Override
  public List<CallSpec> wanted() {
    return List.of();
  }

  @Override
  public Uprooted launched(long atMs) {
    return this;
  }

  @Override
  public long wakeAtMs() {
    return 0;
  }
}
