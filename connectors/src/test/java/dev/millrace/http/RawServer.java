// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server for one kind of bad answer: it reads a request, says its bytes, and hangs up. */
public final class RawServer implements AutoCloseable {

  /** How the connection ends once the bytes are out. */
  public enum End {
    CLOSE,
    RESET,
    HANG
  }

  private final ServerSocket server;
  private final byte[] answer;
  private final End end;
  private final CountDownLatch clientGone = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();

  public RawServer(String answer, End end) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.answer = answer.getBytes(StandardCharsets.UTF_8);
    this.end = end;
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  public int requests() {
    return requests.get();
  }

  public boolean awaitAnswered() throws InterruptedException {
    return answered.await(10, TimeUnit.SECONDS);
  }

  /** True once the client hung up on us. */
  public boolean awaitClientGone() throws InterruptedException {
    return clientGone.await(10, TimeUnit.SECONDS);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException e) {
        clientGone.countDown();
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    in.skip(length);
    requests.incrementAndGet();
    socket.getOutputStream().write(answer);
    socket.getOutputStream().flush();
    answered.countDown();
    if (end == End.HANG && in.read() < 0) {
      clientGone.countDown();
    }
    if (end == End.RESET) {
      socket.setSoLinger(true, 0);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
