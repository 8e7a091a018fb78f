// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a JVM's heap holds after a full collection, as {@code jcmd} tells. */
final class LiveHeap {
  private LiveHeap() {}

  /** Collects first. Memory outside the heap, as that of RocksDB, is not in it. */
  static long bytes(ChildJvm child) throws IOException {
    return bytes(child.pid());
  }

  /** As above, of this JVM. */
  static long ownBytes() throws IOException {
    return bytes(ProcessHandle.current().pid());
  }

  private static long bytes(long pid) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asking =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = asking.inputReader(StandardCharsets.UTF_8)) {
      String total = out.lines().filter(line -> line.startsWith("Total ")).findFirst().orElse("");
      if (total.isEmpty()) {
        throw new IOException("jcmd tells nothing of " + pid);
      }
      return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
    }
  }
}
