// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An instance of the application that may be struck. It keeps its name and its folder. */
final class ChaosInstance {
  private static final Pattern STREAM_THREAD = Pattern.compile("^\"\\S+-StreamThread-\\d+\"");

  private final Stage stage;
  private final String pipeline;
  private final String name;
  private final Map<String, String> environment;
  private ChildJvm child;

  /**
   * @param pipeline its file
   */
  ChaosInstance(Stage stage, String pipeline, String name, Map<String, String> environment)
      throws IOException {
    this.stage = stage;
    this.pipeline = pipeline;
    this.name = name;
    this.environment = environment;
    this.child = start();
  }

  private ChildJvm start() throws IOException {
    return stage.start(
        AppMain.class,
        AppMain.READY,
        environment,
        stage.bootstrapServers(),
        stage.newFolder(name),
        Guarantee.EXACTLY_ONCE.name(),
        pipeline,
        name);
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
