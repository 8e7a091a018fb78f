// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.RunView;
import dev.millrace.run.CallId;
import dev.millrace.run.Part;
import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.schemas.stored.PartRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a task while they live: a small record each, written at every step, and what is long
 * of its request and of what came of its calls, written once and never again.
 */
public final class RunStore {
  private final LiveRuns runs;
  private final WriteBehindStore<RunId, Inquiry, Inquiry> inquiries;
  private final WriteBehindStore<CallId, PartRecord, Part> parts;
  private final DefinitionStore definitions;

  RunStore(
      LiveRuns runs,
      WriteBehindStore<RunId, Inquiry, Inquiry> inquiries,
      WriteBehindStore<CallId, PartRecord, Part> parts,
      DefinitionStore definitions) {
    this.runs = runs;
    this.inquiries = inquiries;
    this.parts = parts;
    this.definitions = definitions;
  }

  public @Nullable Run get(RunId id) {
    LiveRun live = runs.get(id);
    return live == null ? null : live.run();
  }

  public void begin(Run run, Inquiry inquiry) {
    definitions.begins();
    LiveRun begun = LiveRun.of(run);
    if (LengthWithRun.of(inquiry) <= LengthWithRun.MOST) {
      runs.put(begun.with(inquiry));
    } else {
      inquiries.put(run.facts().id(), inquiry);
      runs.put(begun);
    }
  }

  public void put(Run run) {
    runs.put(run);
  }

  public void keep(Part part) {
    LiveRun live = runs.get(part.id().run());
    if (live != null && LengthWithRun.of(live) + LengthWithRun.of(part) <= LengthWithRun.MOST) {
      runs.put(live.with(part));
    } else {
      parts.put(part.id(), part);
    }
  }

  public RunView view(Run run) {
    return new RunView(run, inquiry(run.facts().id()), parts(run.facts().id()));
  }

  public Inquiry inquiry(RunId id) {
    LiveRun live = runs.get(id);
    Inquiry withTheRun = live == null ? null : live.inquiry();
    Inquiry inquiry = withTheRun == null ? inquiries.get(id) : withTheRun;
    if (inquiry == null) {
      throw new IllegalStateException("a run without its request: " + id);
    }
    return inquiry;
  }

  private List<Part> parts(RunId id) {
    LiveRun live = runs.get(id);
    List<Part> withTheRun = live == null ? List.of() : live.parts();
    List<Part> others = parts.values(id);
    if (others.isEmpty()) {
      return withTheRun;
    }
    List<Part> all = new ArrayList<>(withTheRun);
    all.addAll(others);
    all.sort(Part.BY_CALL);
    return all;
  }

  /** Forgets all about a run. */
  public void remove(RunView view) {
    RunId id = view.run().facts().id();
    view.parts().forEach(part -> parts.delete(part.id()));
    inquiries.delete(id);
    runs.delete(id);
    definitions.ended(view.run().facts());
  }

  /** Every run, for the start after a restore; definitions that none of them needs are dropped. */
  public List<Run> recover() {
    List<Run> live = runs.all().stream().map(LiveRun::run).toList();
    definitions.recovered(live);
    return live;
  }

  public int count() {
    return runs.all().size();
  }
}
