// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A port that a server can come back to. The system's own choice would not do: while the server is
 * away, the system may give that port to one of the very clients that try to reach it.
 */
final class FixedPort {
  private static final int FIRST = 20_000;
  private static final int PORTS = 10_000;

  private FixedPort() {}

  /** One that nobody uses now, below those that the system gives to clients. */
  static int find() throws IOException {
    int start = (int) (ProcessHandle.current().pid() % PORTS);
    for (int tried = 0; tried < PORTS; tried++) {
      int port = FIRST + (start + tried) % PORTS;
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // the next one
      }
    }
    throw new IOException("no free port from " + FIRST + " on");
  }
}
