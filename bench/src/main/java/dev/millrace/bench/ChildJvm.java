// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A part of what is measured, in a JVM of its own, so that heaps and collectors are its own. */
final class ChildJvm implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(15);
  private static final List<String> OPTIONS =
      List.of("-Xmx2g", "-Dlogback.configurationFile=logback-bench.xml");

  private final String name;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts a JVM; it is ready once it has printed a line that begins with {@code readyPrefix}.
   *
   * @param environment on top of ours
   */
  static ChildJvm start(
      Class<?> main, String readyPrefix, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(List.of(), main, readyPrefix, environment, arguments);
  }

  /**
   * As above.
   *
   * @param options of the JVM, on top of those that all get
   */
  static ChildJvm start(
      List<String> options,
      Class<?> main,
      String readyPrefix,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Leash.class.getName(), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    ChildJvm child = new ChildJvm(main.getSimpleName(), builder.start());
    Thread reader = new Thread(() -> child.read(readyPrefix), "output of " + child.name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  /** Reads to the end, so that the child never waits for us to read. */
  private void read(String readyPrefix) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(readyPrefix)) {
          ready.complete(line.substring(readyPrefix.length()));
        }
      }
    } catch (IOException gone) {
      // it has ended, which is said below
    }
    ready.completeExceptionally(new IOException(name + " ended before it was ready"));
  }

  /** The rest of the line by which it said that it is ready. */
  String awaitReady() throws IOException {
    try {
      return ready.get(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException ended) {
      throw new IOException(ended.getCause());
    } catch (TimeoutException late) {
      throw new IOException(name + " was not ready within " + STARTS_WITHIN, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}: nothing of its own runs any more. */
  void kill() {
    killAndWait();
  }

  /** Holds it still, as a long collection of garbage or a machine that sleeps would. */
  void pause() throws IOException {
    signal("STOP");
  }

  /** Lets a held one go on. */
  void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException {
    String pid = Long.toString(process.pid());
    int code = awaitEnd(new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start());
    if (code != 0) {
      throw new IOException("cannot send " + signal + " to " + name);
    }
  }

  private static int awaitEnd(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  /** Lets it end in order, or kills it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException alreadyGone) {
      // the kill below finds out
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    killAndWait();
  }

  /** Its files are removed next, and it must not write any more. */
  private void killAndWait() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
