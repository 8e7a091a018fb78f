// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each run a pipeline, some through a restart, and leave nothing behind in the end. */
abstract class PipelineStory {
  @TempDir Path before;
  @TempDir Path after;

  private @Nullable PipelineTester open;

  final PipelineTester start(Pipelines pipelines) {
    return open(new PipelineTester(pipelines, before));
  }

  /** One of several partitions, the first. */
  final PipelineTester startOneOf(int partitions, Pipelines pipelines) {
    return open(new PipelineTester(pipelines, before, partitions));
  }

  /** The same application with these pipelines, of which a turn has gone by. */
  final PipelineTester restart(PipelineTester running, Pipelines pipelines) {
    PipelineTester next = open(running.restart(pipelines, after));
    next.turn();
    return next;
  }

  /** The one that is looked at, and closed, in the end; no longer the one before. */
  final PipelineTester open(PipelineTester tester) {
    open = tester;
    return tester;
  }

  @AfterEach
  final void close() {
    if (open != null) {
      open.transport.assertNothingLeft();
      open.assertNothingIsLeftBehind();
      open.close();
    }
  }
}
