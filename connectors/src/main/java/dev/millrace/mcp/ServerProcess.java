// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server's process. It sees of our environment what programs need to run, and what the pipeline
 * file hands it: the keys of providers are none of its business.
 */
final class ServerProcess {
  private static final Set<String> HANDED_DOWN =
      Set.of("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER");
  private static final int END_WITHIN_S = 2;
  private static final int MAX_WORDS = 300;

  private final Process process;
  private final Thread errors;
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile String lastWords = "";
  private volatile boolean speaks;

  private ServerProcess(String name, Process process) {
    this.process = process;
    this.errors = new Thread(this::readErrors, name + "-err");
    errors.setDaemon(true);
  }

  static ServerProcess start(String name, McpServerSettings.Stdio settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(settings.command());
    command.addAll(settings.args());
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(HANDED_DOWN);
    environment.putAll(settings.env());
    ServerProcess started = new ServerProcess(name, builder.start());
    started.errors.start();
    return started;
  }

  InputStream output() {
    return process.getInputStream();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  /** It has begun to answer: from here on what it says aside may be of a call, and is not kept. */
  void speaks() {
    speaks = true;
    lastWords = "";
  }

  /** The last line of its errors, if it never answered; waits for it a little. */
  String lastWords() {
    try {
      errors.join(speaks ? 1 : 500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return lastWords;
  }

  private void readErrors() {
    byte[] buffer = new byte[4096];
    try (InputStream from = process.getErrorStream()) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        if (!speaks) {
          lastWords = lastLine(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private static String lastLine(String text) {
    String[] lines = text.strip().split("\\R");
    String last = lines[lines.length - 1].strip();
    return last.length() <= MAX_WORDS ? last : last.substring(0, MAX_WORDS);
  }

  /** Closes its input, by which it should end; then asks it to; then makes it, and its children. */
  void end() {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    List<ProcessHandle> children = process.descendants().toList();
    CompletableFuture<Process> asked = afterwards(process.onExit(), process::destroy);
    CompletableFuture<Process> made =
        afterwards(
            asked,
            () -> {
              process.destroyForcibly();
              children.forEach(ProcessHandle::destroyForcibly);
            });
    var unused = made.thenRun(() -> children.forEach(ProcessHandle::destroy));
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It reads no more.
    }
  }

  /** Completes with the exit, or goes on to the next means when that takes too long. */
  private CompletableFuture<Process> afterwards(CompletableFuture<Process> exit, Runnable means) {
    return exit.copy()
        .orTimeout(END_WITHIN_S, TimeUnit.SECONDS)
        .exceptionallyCompose(
            late -> {
              means.run();
              return process.onExit();
            });
  }
}
