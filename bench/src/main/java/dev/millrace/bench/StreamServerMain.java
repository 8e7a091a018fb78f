// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;

/** A {@link StreamServer} as a child: {@code TOKENS PACE_MS}. */
final class StreamServerMain {
  static final String READY = "streams from ";

  private StreamServerMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    WaitingTool.prepareServer();
    try (StreamServer server =
        new StreamServer(ChatStream.of(Integer.parseInt(args[0])), Long.parseLong(args[1]))) {
      System.out.println(READY + server.url());
      Thread.currentThread().join();
    }
  }
}
