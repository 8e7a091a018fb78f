// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An instance in a JVM of its own, so that it can be killed. */
final class ChildShop implements AutoCloseable {
  private final Process process;

  private ChildShop(Process process) {
    this.process = process;
  }

  /** Returns when it runs. */
  static ChildShop start(
      Map<String, String> environment, String bootstrapServers, Path stateDir, String instance)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java.toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Shop.class.getName(),
                bootstrapServers,
                stateDir.toString(),
                instance));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    ChildShop child = new ChildShop(builder.start());
    child.awaitReady();
    return child;
  }

  private void awaitReady() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals(Shop.READY)) {
        return;
      }
    }
    throw new IllegalStateException("the child ended before it was ready");
  }

  /** As {@code kill -9}: nothing of its own runs any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
