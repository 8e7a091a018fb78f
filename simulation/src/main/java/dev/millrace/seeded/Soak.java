// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What came of many worlds.
 *
 * @param failed those that broke a promise
 */
public record Soak(int seeds, Faults faults, List<Story> failed) {
  public Soak {
    failed = List.copyOf(failed);
  }

  /** Plays so many seeds, from this one on, on all cores. */
  public static Soak play(long first, int seeds) {
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (Scratch scratch = Scratch.make()) {
      List<Future<Story>> stories = new ArrayList<>();
      for (long seed = first; seed < first + seeds; seed++) {
        long each = seed;
        stories.add(
            cores.submit(() -> Simulation.play(each, scratch.path().resolve("seed-" + each))));
      }
      return sum(stories);
    } finally {
      cores.shutdownNow();
    }
  }

  private static Soak sum(List<Future<Story>> stories) {
    Faults faults = new Faults();
    List<Story> failed = new ArrayList<>();
    for (Future<Story> each : stories) {
      Story story = get(each);
      faults.add(story.faults());
      if (!story.violations().isEmpty()) {
        failed.add(story);
      }
    }
    return new Soak(stories.size(), faults, failed);
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
