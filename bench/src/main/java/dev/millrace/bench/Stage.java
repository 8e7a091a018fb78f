// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.broker.BrokerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement needs around it: a broker, other JVMs, a folder for their data. Nothing of it
 * is left behind, also when the measurement is broken off.
 */
final class Stage implements AutoCloseable {
  private final Path folder;
  private final List<String> options;
  private final Deque<ChildJvm> children = new ArrayDeque<>();
  private final Thread hook = new Thread(this::clear, "clear-stage");
  private @Nullable ChildJvm broker;
  private String bootstrapServers = "";
  private boolean cleared;

  private Stage(Path folder, List<String> options) {
    this.folder = folder;
    this.options = options;
  }

  /** Returns when the broker listens. */
  static Stage open() throws IOException {
    return open(0, List.of());
  }

  /**
   * Returns when the broker listens.
   *
   * @param port where it can be started again; 0 for any
   * @param options of all JVMs
   */
  static Stage open(int port, List<String> options) throws IOException {
    Stage stage = new Stage(Files.createTempDirectory("millrace-bench"), options);
    Runtime.getRuntime().addShutdownHook(stage.hook);
    try {
      stage.startBroker(port);
      return stage;
    } catch (IOException | RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  private void startBroker(int port) throws IOException {
    ChildJvm started =
        start(
            BrokerMain.class,
            BrokerMain.READY,
            Map.of(),
            newFolder("broker"),
            Integer.toString(port));
    seatLast(started);
    bootstrapServers = started.awaitReady();
  }

  /** It is closed after those that need it. */
  private synchronized void seatLast(ChildJvm started) {
    if (broker != null) {
      children.remove(broker);
    }
    children.remove(started);
    children.addLast(started);
    broker = started;
  }

  /** Ends the broker in order and starts it again where it was. */
  void restartBroker() throws IOException {
    ChildJvm old = Objects.requireNonNull(broker);
    old.close();
    startBroker(Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1)));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  String newFolder(String name) {
    return folder.resolve(name).toString();
  }

  synchronized ChildJvm start(
      Class<?> main, String readyPrefix, Map<String, String> environment, String... arguments)
      throws IOException {
    if (cleared) {
      throw new IOException("broken off");
    }
    ChildJvm child = ChildJvm.start(options, main, readyPrefix, environment, arguments);
    children.push(child);
    return child;
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // then the hook runs, and finds nothing to do
    }
  }

  /** The last one first: clients before their broker. */
  private synchronized void clear() {
    cleared = true;
    children.forEach(ChildJvm::close);
    children.clear();
    try {
      delete(folder);
    } catch (IOException left) {
      System.err.println("cannot remove " + folder + ": " + left);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
