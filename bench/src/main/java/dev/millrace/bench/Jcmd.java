// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a JVM tells of itself when the JDK's {@code jcmd} asks it. */
final class Jcmd {
  private Jcmd() {}

  /** The lines of the answer; of a JVM that has gone, none that help. */
  static List<String> ask(long pid, String what) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asking =
        new ProcessBuilder(jcmd, Long.toString(pid), what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = asking.inputReader(StandardCharsets.UTF_8)) {
      return out.lines().toList();
    }
  }
}
