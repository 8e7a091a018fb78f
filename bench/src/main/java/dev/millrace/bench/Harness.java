// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the engine's sections share: a broker, a sender, and how to start who is measured. All of it
 * runs exactly-once.
 *
 * @param threads stream threads of the application and of the pass-through
 * @param budgets whether whoever calls something has budgets
 */
record Harness(Stage stage, Requests requests, int threads, Times times, boolean budgets) {
  /** Of the topics that all of them read. */
  static final int PARTITIONS = 4;

  /** More threads only stand in each other's way where calls return at once. */
  private static final int QUICK_CONCURRENCY = 64;

  /** A thread holds each run. */
  private static final int SLOW_CONCURRENCY = 1_000;

  static final String PIPELINE = "engine.yaml";

  /** Read together with it. */
  static final String BUDGETS = "engine-budgets.yaml";

  /** The application. Started again under its prefix, it finds its state. */
  ChildJvm application(String prefix, Map<String, String> environment) throws IOException {
    return start(AppMain.class, AppMain.READY, threads, environment, prefix);
  }

  ChildJvm passThrough(String prefix) throws IOException {
    return start(PassThroughMain.class, PassThroughMain.READY, threads, Map.of(), prefix);
  }

  /** A pass-through that calls a function as often as a run has steps, and waits for it. */
  ChildJvm blocking(String prefix, String function) throws IOException {
    return start(
        PassThroughMain.class, PassThroughMain.READY, PARTITIONS, Map.of(), prefix, function);
  }

  /**
   * Confluent's Parallel Consumer, that makes the same calls and waits for them on many threads.
   */
  ChildJvm parallel(String prefix, String function) throws IOException {
    boolean isQuick = function.equals(NothingFunction.NAME);
    String most = Integer.toString(isQuick ? QUICK_CONCURRENCY : SLOW_CONCURRENCY);
    return start(ParallelMain.class, ParallelMain.READY, threads, Map.of(), prefix, function, most);
  }

  private ChildJvm start(
      Class<?> main,
      String ready,
      int streamThreads,
      Map<String, String> environment,
      String prefix,
      String... more)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PREFIX", prefix);
    all.put("THREADS", Integer.toString(streamThreads));
    List<String> arguments = new ArrayList<>();
    arguments.add(stage.bootstrapServers());
    arguments.add(stage.newFolder(prefix));
    arguments.add(Guarantee.EXACTLY_ONCE.name());
    arguments.add(budgets ? BenchPipeline.both(PIPELINE, BUDGETS) : PIPELINE);
    arguments.addAll(List.of(more));
    return stage.start(main, ready, all, arguments.toArray(String[]::new));
  }

  /** Waits until the child is ready, and then for answers of that target. */
  Answers answers(ChildJvm child, Target target) throws IOException {
    child.awaitReady();
    return Answers.of(target, stage.bootstrapServers(), "read_committed");
  }
}
