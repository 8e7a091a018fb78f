// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.kafka.Intake;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How many calls an instance has under way, in all and per lane, and how many wait for a place. A
 * lane is a provider or a tool: a slow one fills its own places and nobody else's. Thread-safe.
 */
public final class Slots implements Intake {

  private final int most;
  private final Map<Lane, Integer> mostPerLane;
  private final Map<Lane, Integer> takenPerLane = new HashMap<>();
  private final CopyOnWriteArrayList<Runnable> whenFree = new CopyOnWriteArrayList<>();
  private int taken;
  private int waiting;
  private boolean full;

  /**
   * @param most at the same time, in all; as many again may wait before no more requests are taken
   * @param mostPerLane at the same time, of each lane
   */
  public Slots(int most, Map<Lane, Integer> mostPerLane) {
    if (most < 1) {
      throw new IllegalArgumentException("most < 1: " + most);
    }
    this.most = most;
    this.mostPerLane = new LinkedHashMap<>(mostPerLane);
  }

  synchronized boolean take(Lane lane) {
    int inLane = takenPerLane.getOrDefault(lane, 0);
    if (taken >= most || inLane >= mostPerLane.getOrDefault(lane, most)) {
      return false;
    }
    taken++;
    takenPerLane.put(lane, inLane + 1);
    return true;
  }

  void give(Lane lane) {
    boolean wanted;
    synchronized (this) {
      taken--;
      takenPerLane.merge(lane, -1, Integer::sum);
      wanted = waiting > 0;
    }
    if (wanted) {
      whenFree.forEach(Runnable::run);
    }
  }

  synchronized void waiting(int more) {
    waiting += more;
    full = full ? waiting > most / 2 : waiting >= most;
  }

  void addListener(Runnable listener) {
    whenFree.add(listener);
  }

  void removeListener(Runnable listener) {
    whenFree.remove(listener);
  }

  /** Full once as many calls wait as may fly; no longer full when half of them have left. */
  @Override
  public synchronized boolean full() {
    return full;
  }

  public synchronized int inFlight() {
    return taken;
  }

  public synchronized int waiting() {
    return waiting;
  }
}
