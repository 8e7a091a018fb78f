// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is done to the processes of a round, and when, made of a seed. A moment is a number of
 * results that are out, not a time: so a slow machine gets the same round.
 *
 * @param requests how many are sent
 * @param strikes in their order
 */
record ChaosPlan(long seed, int requests, List<Strike> strikes) {
  static final int LEAST_REQUESTS = 50;

  /** Shorter than a group waits for an instance. */
  static final Duration PAUSE = Duration.ofMillis(1_500);

  private static final int MOST_MORE = 2;

  /** What can be done to a process. */
  enum Act {
    /** An instance gets kill -9, and is started again at once. */
    KILL,
    /** An instance is stopped for a moment, shorter than its group waits for it. */
    PAUSE,
    /** An instance is stopped until its group has given its work to the other one. */
    EXPEL,
    /** The broker ends in order, and is started again. */
    BROKER_STOP
  }

  /**
   * One blow.
   *
   * @param instance which one is struck, if the broker is not
   * @param afterResults how many results must be out before
   */
  record Strike(Act act, int instance, int afterResults) {
    @Override
    public String toString() {
      String whom = act.name().startsWith("BROKER") ? "" : " " + instance;
      return "%s%s after %d".formatted(act, whom, afterResults);
    }
  }

  ChaosPlan {
    strikes = List.copyOf(strikes);
    if (requests < LEAST_REQUESTS) {
      throw new IllegalArgumentException("fewer than " + LEAST_REQUESTS + " requests: " + requests);
    }
  }

  /** Each round has all kinds of blows: both instances are killed, one is expelled. */
  static ChaosPlan of(long seed, int requests) {
    Random random = new Random(seed);
    List<Act> acts =
        new ArrayList<>(List.of(Act.KILL, Act.KILL, Act.PAUSE, Act.EXPEL, Act.BROKER_STOP));
    for (int more = random.nextInt(MOST_MORE + 1); more > 0; more--) {
      acts.add(random.nextBoolean() ? Act.KILL : Act.BROKER_STOP);
    }
    Collections.shuffle(acts, random);
    int killed = random.nextInt(ChaosRound.INSTANCES);
    List<Strike> strikes = new ArrayList<>();
    for (Act act : acts) {
      int spread = requests / (acts.size() + 1);
      int after = spread * strikes.size() + spread / 2 + random.nextInt(spread);
      int instance = act == Act.KILL ? killed++ : random.nextInt(ChaosRound.INSTANCES);
      strikes.add(new Strike(act, instance % ChaosRound.INSTANCES, after));
    }
    return new ChaosPlan(seed, requests, strikes);
  }

  /** Of each instance: what one alone does not do, two may do at the same time. */
  int streamThreads() {
    return 1 + (int) Math.floorMod(seed / 2, 2L);
  }

  /** Copies of each task's state on the other instance, which become the task's and go back. */
  int standbys() {
    return (int) Math.floorMod(seed, 2L);
  }

  /** The command that plays this plan again. */
  String command() {
    return "./bench/run chaos --rounds 1 --seed %d --requests %d".formatted(seed, requests);
  }

  /** How many of these there are. */
  long count(Act... acts) {
    return strikes.stream().filter(strike -> List.of(acts).contains(strike.act())).count();
  }
}
