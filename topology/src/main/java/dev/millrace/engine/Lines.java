// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of all lanes. Those in which calls wait take turns. */
final class Lines {
  private final Map<Lane, Line> lines = new HashMap<>();
  private final Set<Line> inTurn = new LinkedHashSet<>();
  private final int mostOfOthers;

  /**
   * @param mostPerLane places of each lane
   * @param mostOfOthers places of a lane that is not among them
   */
  Lines(Map<Lane, Integer> mostPerLane, int mostOfOthers) {
    mostPerLane.forEach((lane, most) -> lines.put(lane, new Line(new Places(most))));
    this.mostOfOthers = mostOfOthers;
  }

  void addIfAbsent(Lane lane, int most) {
    lines.computeIfAbsent(lane, any -> new Line(new Places(most)));
  }

  Places places(Lane lane) {
    return line(lane).places();
  }

  void add(Waiting call) {
    Line line = line(call.seat().lane());
    line.add(call);
    inTurn.add(line);
  }

  private Line line(Lane lane) {
    return lines.computeIfAbsent(lane, any -> new Line(new Places(mostOfOthers)));
  }

  /** The next call that may leave, a lane at a time in turn. Looks at lanes, not at calls. */
  @Nullable Waiting poll(Tenants tenants, boolean backgroundToo) {
    for (Iterator<Line> all = inTurn.iterator(); all.hasNext(); ) {
      Line line = all.next();
      Waiting next = line.poll(tenants, backgroundToo);
      if (next != null) {
        all.remove();
        if (!line.isEmpty()) {
          inTurn.add(line);
        }
        return next;
      }
    }
    return null;
  }

  /** Forgets a caller's calls; returns how many there were. */
  int remove(Waiting.Caller caller) {
    int removed = inTurn.stream().mapToInt(line -> line.remove(caller)).sum();
    inTurn.removeIf(Line::isEmpty);
    return removed;
  }
}
