// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Who hears which calls have left, from {@link NeverFunction}: a call id a line, over a socket, so
 * that it outlives the application. A call counts once, however often it comes.
 */
final class Arrivals implements AutoCloseable {
  /** The environment variable that tells children where it listens. */
  static final String PORT = "ARRIVALS_PORT";

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<String> callIds = ConcurrentHashMap.newKeySet();

  Arrivals() throws IOException {
    startThread("arrivals", this::accept);
  }

  /** For who is to tell. */
  Map<String, String> environment() {
    return Map.of(PORT, Integer.toString(server.getLocalPort()));
  }

  /** Counts anew. */
  void forget() {
    callIds.clear();
  }

  /**
   * Returns as soon as so many different calls have arrived.
   *
   * @throws IOException if they do not within that time
   */
  void await(int calls, Duration within) throws IOException {
    long endAt = System.nanoTime() + within.toNanos();
    while (count() < calls) {
      if (System.nanoTime() - endAt > 0) {
        throw new IOException("%d of %d calls arrived in %s".formatted(count(), calls, within));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private int count() {
    return callIds.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        startThread("arrivals of " + socket.getPort(), () -> read(socket));
      }
    } catch (IOException closed) {
      // then nobody comes any more
    }
  }

  private void read(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        callIds.add(line);
      }
    } catch (IOException gone) {
      // killed, as it should be; the next one connects anew
    }
  }

  private static void startThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
