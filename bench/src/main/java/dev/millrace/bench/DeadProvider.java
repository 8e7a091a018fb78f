// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that answers nobody: it resets each connection at once, or says nothing at all. */
final class DeadProvider implements AutoCloseable {
  private static final int WAITING_CONNECTIONS = 1_000;

  private final ServerSocket server =
      new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress());
  private final boolean silent;
  private final AtomicInteger attempts = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private DeadProvider(boolean silent) throws IOException {
    this.silent = silent;
    startThread("dead provider", this::accept);
  }

  static DeadProvider refusing() throws IOException {
    return new DeadProvider(false);
  }

  static DeadProvider silent() throws IOException {
    return new DeadProvider(true);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
  }

  /** Connections that were made: none serves twice. */
  int attempts() {
    return attempts.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        attempts.incrementAndGet();
        if (silent) {
          open.add(socket);
          startThread("silence", () -> listen(socket));
        } else {
          socket.setSoLinger(true, 0); // A reset, and no end in order.
          socket.close();
        }
      }
    } catch (IOException closed) {
      // then nobody comes any more
    }
  }

  /** Until the other side has had enough. */
  private void listen(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      while (in.read() >= 0) {
        // nothing is ever said
      }
    } catch (IOException gone) {
      // as good as an end
    } finally {
      open.remove(socket);
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
    for (Socket socket : open) {
      socket.close();
    }
  }
}
