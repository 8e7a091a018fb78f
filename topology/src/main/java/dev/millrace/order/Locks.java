// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.order;

import dev.millrace.run.CallId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of calls that want the same lock: the first of a line has it, and keeps it until it
 * leaves. Nothing here costs more for more calls, and a lock that nobody wants is forgotten.
 *
 * <p>A tenant has one writer, so one table for each task is all there is to it.
 */
public final class Locks {
  private final Map<Lock, LinkedHashSet<CallId>> lines = new HashMap<>();
  private long lastTurn;
  private int waiting;

  /** The next number for a place in line: higher than that of every call that is in one. */
  public long nextTurn() {
    return lastTurn + 1;
  }

  /**
   * Joins the end of a line. After a restart calls are to join in the order of their turns.
   *
   * @return true if the call is the first, and so has the lock
   */
  public boolean join(Lock lock, CallId call, long turn) {
    lastTurn = Math.max(lastTurn, turn);
    LinkedHashSet<CallId> line = lines.computeIfAbsent(lock, unused -> new LinkedHashSet<>());
    boolean first = line.isEmpty();
    if (line.add(call) && !first) {
      waiting++;
    }
    return first;
  }

  /**
   * Leaves a line, from wherever in it.
   *
   * @return who has the lock from now on; null if that has not changed, or nobody wants it
   */
  public @Nullable CallId leave(Lock lock, CallId call) {
    LinkedHashSet<CallId> line = lines.get(lock);
    if (line == null) {
      return null;
    }
    boolean hadIt = line.iterator().next().equals(call);
    if (!line.remove(call)) {
      return null;
    }
    if (!hadIt) {
      waiting--;
      return null;
    }
    Iterator<CallId> left = line.iterator();
    if (!left.hasNext()) {
      lines.remove(lock);
      return null;
    }
    waiting--;
    return left.next();
  }

  /** How many calls wait behind another. */
  public int waiting() {
    return waiting;
  }

  /** How many locks somebody has. */
  public int held() {
    return lines.size();
  }

  public void clear() {
    lines.clear();
    waiting = 0;
  }
}
