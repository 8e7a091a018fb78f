// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application of one task on virtual time. Its turns are one transaction until somebody commits;
 * a crash loses those since the last commit, and what they had taken comes in again. What left the
 * process meanwhile has left.
 *
 * <p>The whole of it runs on the calling thread.
 */
public final class VirtualApplication implements AutoCloseable {
  private static final String APPLICATION_ID = "virtual";

  private final TopologyMaker maker;
  private final Path stateDir;
  private final Changelogs committed = new Changelogs(APPLICATION_ID);
  private final Deque<Input> waiting = new ArrayDeque<>();
  private final List<Turn> uncommitted = new ArrayList<>();
  private @Nullable Life life;
  private int lives;

  /**
   * @param stateDir a folder of its own; each life's stores are under it, and deleted with it
   */
  public VirtualApplication(TopologyMaker maker, Path stateDir) {
    this.maker = maker;
    this.stateDir = stateDir;
  }

  /** Starts, or starts again: all state comes from the changelogs. */
  public void start(long nowMs) {
    Path own = stateDir.resolve(Integer.toString(lives++));
    life = new Life(maker, APPLICATION_ID, own, nowMs, committed);
  }

  private Life life() {
    return Objects.requireNonNull(life, "it is not running");
  }

  public boolean isRunning() {
    return life != null;
  }

  /** A record arrives; it is taken in one of the next turns. */
  public void arrive(Input input) {
    waiting.add(input);
  }

  public boolean inputWaits() {
    return !waiting.isEmpty();
  }

  /** Takes the oldest of the records that wait. */
  public void take() {
    Turn turn = life().take(waiting.element());
    waiting.remove();
    uncommitted.add(turn);
  }

  /**
   * Sets the clock and lets punctuators act.
   *
   * @return false if its clock stands still, because the wall clock was set back: then none acts
   */
  public boolean punctuate(long nowMs) {
    boolean moves = nowMs > life().nowMs();
    uncommitted.add(life().punctuate(nowMs));
    return moves;
  }

  /** How long the thread would sleep in a poll, at most. */
  public Duration fallAsleep(Duration most) {
    return life().fallAsleep(most);
  }

  /** Whether something ended the thread's sleep before its time. */
  public boolean woken() {
    return life().woken();
  }

  public void wakeUp() {
    life().wakeUp();
  }

  public boolean hasUncommitted() {
    return !uncommitted.isEmpty();
  }

  /** Commits: what was written is durable and seen. */
  public List<Turn> commit() {
    List<Turn> turns = List.copyOf(uncommitted);
    uncommitted.clear();
    for (Turn turn : turns) {
      turn.produced().forEach(committed::apply);
    }
    life().commit();
    return turns;
  }

  /** What is durable. */
  public Changelogs committed() {
    return committed;
  }

  /**
   * Dies: what was not committed is undone, and what was taken meanwhile comes again.
   *
   * @return how many turns were undone
   */
  public int crash() {
    for (int last = uncommitted.size() - 1; last >= 0; last--) {
      Input taken = uncommitted.get(last).input();
      if (taken != null) {
        waiting.addFirst(taken);
      }
    }
    int lost = uncommitted.size();
    uncommitted.clear();
    close();
    return lost;
  }

  /** Stops; whoever wants to keep the last turns commits first. */
  @Override
  public void close() {
    Life ending = life;
    life = null;
    if (ending != null) {
      ending.close();
    }
  }
}
