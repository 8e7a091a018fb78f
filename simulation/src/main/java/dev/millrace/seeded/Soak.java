// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What came of many worlds.
 *
 * @param moves that their runs made, each in one of them at least
 * @param results that became durable, repetitions and refusals among them
 * @param failed those that broke a promise
 */
public record Soak(int seeds, Faults faults, Set<String> moves, long results, List<Story> failed) {
  /** Worlds that are played before anybody looks again what is missing, however many cores. */
  private static final int ROUND = 20;

  public Soak {
    moves = Set.copyOf(moves);
    failed = List.copyOf(failed);
  }

  /** Plays so many seeds, from this one on, on all cores. */
  public static Soak play(long first, int seeds) {
    return play(first, seeds, List.of(Leaning.NONE));
  }

  /**
   * The same in worlds that lean.
   *
   * @param leanings that they take in turns
   */
  public static Soak play(long first, int seeds, List<Leaning> leanings) {
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (Scratch scratch = Scratch.make()) {
      Queue<Future<Story>> stories = new ArrayDeque<>();
      for (long seed = first; seed < first + seeds; seed++) {
        long each = seed;
        Leaning leaning = leanings.get((int) ((seed - first) % leanings.size()));
        Path stores = scratch.path().resolve("seed-" + each);
        stories.add(cores.submit(() -> Simulation.play(each, leaning, stores)));
      }
      return sum(stories);
    } finally {
      cores.shutdownNow();
    }
  }

  /**
   * Plays so many seeds, and then further ones that lean towards the possible moves which none met
   * yet: luck shall not decide whether a rare move is held against the promises.
   *
   * @param most worlds, with the further ones
   */
  public static Soak playUntilAllIsMet(long first, int seeds, int most) {
    Soak soak = play(first, seeds);
    for (Set<String> missing = soak.missing();
        !missing.isEmpty() && soak.seeds < most;
        missing = soak.missing()) {
      int further = Math.min(ROUND, most - soak.seeds);
      soak = soak.and(play(first + soak.seeds, further, Leaning.of(missing)));
    }
    return soak;
  }

  private Set<String> missing() {
    Set<String> missing = new HashSet<>(PossibleMoves.get());
    missing.removeAll(moves);
    return missing;
  }

  private Soak and(Soak other) {
    Faults both = new Faults();
    both.add(faults);
    both.add(other.faults);
    Set<String> met = new HashSet<>(moves);
    met.addAll(other.moves);
    List<Story> broken = Stream.concat(failed.stream(), other.failed.stream()).toList();
    return new Soak(seeds + other.seeds, both, met, results + other.results, broken);
  }

  /** Forgets each story once it is counted: there may be very many. */
  private static Soak sum(Queue<Future<Story>> stories) {
    int seeds = stories.size();
    Faults faults = new Faults();
    Set<String> moves = new HashSet<>();
    long results = 0;
    List<Story> failed = new ArrayList<>();
    for (Future<Story> next = stories.poll(); next != null; next = stories.poll()) {
      Story story = get(next);
      faults.add(story.faults());
      moves.addAll(story.moves());
      results += story.results();
      if (!story.violations().isEmpty()) {
        failed.add(story);
      }
    }
    return new Soak(seeds, faults, moves, results, failed);
  }

  private static Story get(Future<Story> story) {
    try {
      return story.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulation itself is wrong", e.getCause());
    }
  }

  public long violations() {
    return failed.stream().mapToLong(story -> story.violations().size()).sum();
  }
}
