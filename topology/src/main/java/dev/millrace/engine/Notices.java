// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What those who watch are told at the next commit: alarms, and of each run where it is, the latest
 * only. They would see all of it at the same moment, since nothing is seen before the commit.
 *
 * <p>Is exclusively owned by the stream thread.
 */
public final class Notices {
  private final List<Runnable> alarms = new ArrayList<>();
  private final Map<RunId, Runnable> latest = new LinkedHashMap<>();

  /** Takes the place of what was to be told of that run. */
  public void put(RunId run, Runnable publish) {
    latest.put(run, publish);
  }

  /** What nothing takes the place of. */
  public void alarm(Runnable publish) {
    alarms.add(publish);
  }

  /** Publishes and forgets all of it. */
  public void publish() {
    if (alarms.isEmpty() && latest.isEmpty()) {
      return;
    }
    List<Runnable> all = new ArrayList<>(alarms);
    all.addAll(latest.values());
    clear();
    all.forEach(Runnable::run);
  }

  void clear() {
    alarms.clear();
    latest.clear();
  }
}
