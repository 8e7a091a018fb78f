// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;

/** What a run that waits for a call holds of the heap, beside its request. */
final class HeapSection implements Section {
  private static final String PREFIX = "heap";
  private static final int WARM_UP_AT_ONCE = 64;

  private final int runs;

  HeapSection(int runs) {
    this.runs = runs;
  }

  @Override
  public Figures measure(Harness harness) throws IOException {
    try (Arrivals arrivals = new Arrivals();
        ChildJvm app = harness.application(PREFIX, arrivals.environment())) {
      warmUp(harness, app);
      long before = LiveHeap.bytes(app);
      int first = Waiting.begin(harness, PREFIX, arrivals, runs);
      long after = LiveHeap.bytes(app);
      int requestBytes = Targets.application(PREFIX, Waiting.VERB).request().apply(first).length;
      return Figures.none()
          .with("heap_bytes_per_run", (double) (after - before) / runs - requestBytes)
          .with(
              "heap",
              Figures.none()
                  .with("runs", runs)
                  .with("before_bytes", before)
                  .with("after_bytes", after)
                  .with("request_bytes", requestBytes));
    }
  }

  /** What the first runs leave behind for good, as classes and buffers, is nobody's run. */
  private static void warmUp(Harness harness, ChildJvm app) throws IOException {
    Target target = Targets.application(PREFIX, "nothing");
    try (Answers answers = harness.answers(app, target)) {
      Load load = harness.times().warmUpOnly(WARM_UP_AT_ONCE);
      var unused = new ClosedLoop(harness.requests(), target, answers).run(load);
    }
  }
}
