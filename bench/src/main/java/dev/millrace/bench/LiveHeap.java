// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;

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
    String total =
        Jcmd.ask(pid, "GC.class_histogram").stream()
            .filter(line -> line.startsWith("Total "))
            .findFirst()
            .orElse("");
    if (total.isEmpty()) {
      throw new IOException("jcmd tells nothing of " + pid);
    }
    return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
  }
}
