// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Slots.ModelListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of all lanes. Those in which calls wait take turns. */
final class Lines {
  private final Map<Lane, Line> lines = new HashMap<>();
  private final Set<Line> inTurn = new LinkedHashSet<>();
  private final int mostOfOthers;
  private long opensAtMs = Long.MAX_VALUE;
  private ModelListener listener = (lane, model) -> {};

  /**
   * @param bounds of each lane
   * @param mostOfOthers places of a lane that is not among them
   */
  Lines(Map<Lane, LaneBounds> bounds, int mostOfOthers) {
    this.mostOfOthers = mostOfOthers;
    bounds.forEach((lane, each) -> lines.put(lane, line(lane, each)));
  }

  void addIfAbsent(Lane lane, LaneBounds bounds) {
    lines.computeIfAbsent(lane, any -> line(lane, bounds));
  }

  Line of(Lane lane) {
    Line line = lines.get(lane);
    if (line == null) {
      line = line(lane, LaneBounds.inFlight(mostOfOthers));
      lines.put(lane, line);
    }
    return line;
  }

  private Line line(Lane lane, LaneBounds bounds) {
    return new Line(bounds, model -> appeared(lane, model));
  }

  /** Tells of the models that were asked for, and from now on of each when it is. */
  void watch(ModelListener models) {
    listener = models;
    lines.forEach((lane, line) -> line.models().forEach(model -> appeared(lane, model)));
  }

  /** A lane without models has one without a name. */
  private void appeared(Lane lane, String model) {
    if (lane.kind() == Kind.MODEL) {
      listener.appeared(lane, model);
    }
  }

  void add(Waiting call) {
    Line line = of(call.seat().lane());
    line.add(call);
    inTurn.add(line);
  }

  /** The next call that may leave, a lane at a time in turn. Looks at lanes, not at calls. */
  @Nullable Waiting poll(Tenants tenants, boolean backgroundToo, long nowMs) {
    opensAtMs = Long.MAX_VALUE;
    for (Iterator<Line> all = inTurn.iterator(); all.hasNext(); ) {
      Line line = all.next();
      Waiting next = line.poll(tenants, backgroundToo, nowMs);
      if (next != null) {
        all.remove();
        if (!line.isEmpty()) {
          inTurn.add(line);
        }
        return next;
      }
      opensAtMs = Math.min(opensAtMs, line.opensAtMs());
    }
    return null;
  }

  /**
   * When somebody may leave for whom it was too early at the last poll, if that found nobody;
   * {@link Long#MAX_VALUE} if nobody waits for the time.
   */
  long opensAtMs() {
    return opensAtMs;
  }

  /** Lets those ask who were found to wait for a grant at the last poll; returns whom. */
  List<Waiting.Caller> askForGrants(long nowMs) {
    List<Waiting.Caller> askers = new ArrayList<>(0);
    for (Line line : inTurn) {
      Waiting.Caller asker = line.askForGrant(nowMs);
      if (asker != null) {
        askers.add(asker);
      }
    }
    return askers;
  }

  /** Forgets a caller's calls; returns how many there were. */
  int remove(Waiting.Caller caller) {
    int removed = lines.values().stream().mapToInt(line -> line.remove(caller)).sum();
    inTurn.removeIf(Line::isEmpty);
    return removed;
  }
}
