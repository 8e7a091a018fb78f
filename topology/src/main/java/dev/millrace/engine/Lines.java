// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.run.CallId;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one task that wait for a slot: a line per lane, interactive before background. Each
 * holds a name only; the call itself is made of the run's parts when its turn comes.
 *
 * <p>Is exclusively owned by the stream thread.
 */
final class Lines {

  /** A call whose turn has come. Its slot is taken. */
  record Turn(CallId id, Lane lane) {}

  private static final class Line {
    final ArrayDeque<CallId> interactive = new ArrayDeque<>();
    final ArrayDeque<CallId> background = new ArrayDeque<>();

    boolean isEmpty() {
      return interactive.isEmpty() && background.isEmpty();
    }

    @Nullable CallId poll() {
      CallId first = interactive.poll();
      return first != null ? first : background.poll();
    }
  }

  private final Map<Lane, Line> lines = new LinkedHashMap<>();
  private final Slots slots;
  private int length;

  Lines(Slots slots) {
    this.slots = slots;
  }

  void add(CallId id, Lane lane, boolean background) {
    Line line = lines.computeIfAbsent(lane, any -> new Line());
    (background ? line.background : line.interactive).add(id);
    length++;
    slots.waiting(1);
  }

  /** A slot for a newcomer: only if nobody waits before it. */
  boolean skip(Lane lane) {
    return !lines.containsKey(lane) && slots.take(lane);
  }

  /** The next call for which there is a slot, a lane at a time in turn. */
  @Nullable Turn poll() {
    for (Iterator<Map.Entry<Lane, Line>> all = lines.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Lane, Line> entry = all.next();
      Lane lane = entry.getKey();
      if (!slots.take(lane)) {
        continue;
      }
      Line line = entry.getValue();
      CallId id = line.poll();
      all.remove();
      if (!line.isEmpty()) {
        lines.put(lane, line);
      }
      if (id != null) {
        length--;
        slots.waiting(-1);
        return new Turn(id, lane);
      }
      slots.give(lane);
      return poll();
    }
    return null;
  }

  boolean isEmpty() {
    return length == 0;
  }

  void clear() {
    slots.waiting(-length);
    length = 0;
    lines.clear();
  }
}
