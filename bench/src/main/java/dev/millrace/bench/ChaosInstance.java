// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An instance of the application that may be struck. It keeps its name and its folder. */
final class ChaosInstance {
  private static final Pattern STREAM_THREAD = Pattern.compile("^\"\\S+-StreamThread-\\d+\"");

  /**
   * How instances are run.
   *
   * @param pipeline their file
   * @param environment for the file
   * @param overrides of settings of Kafka Streams
   */
  record Setup(String pipeline, Map<String, String> environment, Map<String, String> overrides) {

    Setup {
      environment = Map.copyOf(environment);
      overrides = Map.copyOf(overrides);
    }

    List<String> arguments(String bootstrapServers, String folder, String name) {
      String guarantee = Guarantee.EXACTLY_ONCE.name();
      List<String> arguments =
          new ArrayList<>(List.of(bootstrapServers, folder, guarantee, pipeline, name));
      overrides.forEach((setting, value) -> arguments.add(setting + "=" + value));
      return arguments;
    }
  }

  private final Stage stage;
  private final String name;
  private final Setup setup;
  private ChildJvm child;

  private ChaosInstance(Stage stage, String name, Setup setup) throws IOException {
    this.stage = stage;
    this.name = name;
    this.setup = setup;
    this.child = start();
  }

  /** Starts one of each name, side by side, and waits until all are ready. */
  static List<ChaosInstance> startAll(Stage stage, List<String> names, Setup setup)
      throws IOException {
    List<ChaosInstance> instances = new ArrayList<>();
    for (String name : names) {
      instances.add(new ChaosInstance(stage, name, setup));
    }
    for (ChaosInstance instance : instances) {
      instance.awaitReady();
    }
    return instances;
  }

  private ChildJvm start() throws IOException {
    List<String> arguments = setup.arguments(stage.bootstrapServers(), stage.newFolder(name), name);
    return stage.start(
        AppMain.class, AppMain.READY, setup.environment, arguments.toArray(String[]::new));
  }

  String name() {
    return name;
  }

  void awaitReady() throws IOException {
    child.awaitReady();
  }

  /** For good, unless it is started again. */
  void kill() {
    child.kill();
  }

  void killAndStart() throws IOException {
    kill();
    child = start();
  }

  void pause() throws IOException {
    child.pause();
  }

  void resume() throws IOException {
    child.resume();
  }

  /** Where its stream threads stand. */
  List<String> streamThreads() throws IOException {
    List<String> dump = Jcmd.ask(child.pid(), "Thread.print");
    return IntStream.range(0, dump.size())
        .filter(at -> STREAM_THREAD.matcher(dump.get(at)).find())
        .boxed()
        .flatMap(at -> dump.stream().skip(at).takeWhile(line -> !line.isBlank()))
        .toList();
  }

  /**
   * Lets it end in order.
   *
   * @return whether it lived until now
   */
  boolean end() {
    boolean lived = child.isAlive();
    child.close();
    return lived;
  }
}
