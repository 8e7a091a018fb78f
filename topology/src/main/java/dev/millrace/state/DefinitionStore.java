// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.definition.Definitions;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.schemas.stored.DefinitionRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the definitions that a task's runs were begun under, by identity. They lie where the
 * runs lie, so that whoever owns the partition next can go on by them, an instance with an older
 * file too. The current one's is put when the first run begins, before the run is written, and any
 * other's is dropped with its last run, after that: a crash leaves one too many and never one too
 * few, also where the two are not one transaction.
 *
 * <p>Is exclusively owned by the stream thread.
 */
public final class DefinitionStore
    extends WrappedStateStore<KeyValueStore<String, DefinitionRecord>, String, DefinitionRecord> {
  private final Definitions definitions;

  /** Those of them that are not the current one, and how many runs each has. */
  private final Map<String, Integer> runs = new HashMap<>();

  /** Dropped since the last commit. */
  private final Set<String> dropped = new HashSet<>();

  private boolean opened;
  private boolean currentIsKept;

  DefinitionStore(KeyValueStore<String, DefinitionRecord> below, Definitions definitions) {
    super(below);
    this.definitions = definitions;
  }

  /**
   * Holds what is kept ready for the runs, before the first of them is read. Not when the store is
   * opened, for then it is not restored yet.
   */
  void hold() {
    if (opened) {
      return;
    }
    opened = true;
    try (KeyValueIterator<String, DefinitionRecord> all = wrapped().all()) {
      while (all.hasNext()) {
        KeyValue<String, DefinitionRecord> kept = all.next();
        if (!definitions.isCurrent(kept.key)) {
          definitions.hold(kept.key, kept.value.getText());
          runs.put(kept.key, 0);
        }
      }
    }
  }

  /** These runs live, after a start: what none of them refers to is dropped. */
  void recovered(List<Run> live) {
    hold();
    live.forEach(run -> runs.computeIfPresent(run.facts().definition(), (id, count) -> count + 1));
    List<String> unused =
        runs.entrySet().stream()
            .filter(kept -> kept.getValue() == 0)
            .map(Map.Entry::getKey)
            .toList();
    unused.forEach(this::drop);
  }

  /** A run begins under the current definition. */
  void begins() {
    if (!currentIsKept) {
      currentIsKept = true;
      keep(definitions.current().pipeline().text(), definitions.current().pipeline().version());
    }
  }

  private void keep(@Nullable PipelineText text, String version) {
    if (text != null && wrapped().get(text.id()) == null) {
      wrapped().put(text.id(), new DefinitionRecord(version, text.text()));
    }
  }

  /** A run is gone. */
  void ended(RunFacts run) {
    String id = run.definition();
    if (definitions.isCurrent(id)) {
      return;
    }
    Integer left = runs.computeIfPresent(id, (same, count) -> count - 1);
    if (left != null && left == 0) {
      drop(id);
    }
  }

  private void drop(String id) {
    runs.remove(id);
    dropped.add(id);
    definitions.release(id);
  }

  /** At the start of a commit, after the stores of runs. */
  @Override
  public void flushCache() {
    dropped.forEach(wrapped()::delete);
    dropped.clear();
  }

  /** Kafka Streams hands the store below to somebody else, or takes it back. */
  @Override
  public void clearCache() {
    forget();
  }

  @Override
  public void close() {
    forget();
    super.close();
  }

  private void forget() {
    runs.keySet().forEach(definitions::release);
    runs.clear();
    dropped.clear();
    opened = false;
    currentIsKept = false;
  }
}
