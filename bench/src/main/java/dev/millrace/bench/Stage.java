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
import java.util.stream.Stream;

/**
 * What a measurement needs around it: a broker, other JVMs, a folder for their data. Nothing of it
 * is left behind, also when the measurement is broken off.
 */
final class Stage implements AutoCloseable {
  private final Path folder;
  private final Deque<ChildJvm> children = new ArrayDeque<>();
  private final Thread hook = new Thread(this::clear, "clear-stage");
  private String bootstrapServers = "";
  private boolean cleared;

  private Stage(Path folder) {
    this.folder = folder;
  }

  /** Returns when the broker listens. */
  static Stage open() throws IOException {
    Stage stage = new Stage(Files.createTempDirectory("millrace-bench"));
    Runtime.getRuntime().addShutdownHook(stage.hook);
    try {
      stage.bootstrapServers =
          stage
              .start(BrokerMain.class, BrokerMain.READY, Map.of(), stage.newFolder("broker"))
              .awaitReady();
      return stage;
    } catch (IOException | RuntimeException e) {
      stage.close();
      throw e;
    }
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
    ChildJvm child = ChildJvm.start(main, readyPrefix, environment, arguments);
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
