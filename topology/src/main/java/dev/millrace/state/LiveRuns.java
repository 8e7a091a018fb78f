// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.schemas.stored.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs of a task while they live, by id. */
final class LiveRuns {
  private final WriteBehindStore<RunId, RunRecord, LiveRun> store;
  private final Runnable beforehand;

  /**
   * @param beforehand what there must be before the first run is read
   */
  LiveRuns(WriteBehindStore<RunId, RunRecord, LiveRun> store, Runnable beforehand) {
    this.store = store;
    this.beforehand = beforehand;
  }

  private WriteBehindStore<RunId, RunRecord, LiveRun> store() {
    beforehand.run();
    return store;
  }

  @Nullable LiveRun get(RunId id) {
    return store().get(id);
  }

  /** Puts a run, with what is promised of its calls. */
  void put(Run run) {
    LiveRun before = get(run.facts().id());
    put(before == null ? LiveRun.of(run) : before.with(run));
  }

  void put(LiveRun live) {
    store().put(live.run().facts().id(), live);
  }

  void delete(RunId id) {
    store().delete(id);
  }

  List<LiveRun> all() {
    return store().values();
  }
}
