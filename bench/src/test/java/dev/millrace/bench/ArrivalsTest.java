// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void countsACallOnceWhoeverTellsOfIt() throws IOException {
    try (Arrivals arrivals = new Arrivals()) {
      tell(arrivals, "a\nb\na\n");
      tell(arrivals, "b\nc\n");

      arrivals.await(3, LONG);
      assertThatThrownBy(() -> arrivals.await(4, Duration.ZERO))
          .hasMessageContaining("3 of 4 calls arrived");
    }
  }

  @Test
  void countsAnewWhenItHasForgotten() throws IOException {
    try (Arrivals arrivals = new Arrivals()) {
      tell(arrivals, "a\nb\n");
      arrivals.await(2, LONG);

      arrivals.forget();
      tell(arrivals, "a\n");

      arrivals.await(1, LONG);
      assertThatThrownBy(() -> arrivals.await(2, Duration.ZERO))
          .hasMessageContaining("1 of 2 calls arrived");
    }
  }

  private static void tell(Arrivals arrivals, String lines) throws IOException {
    int port = Integer.parseInt(arrivals.environment().get(Arrivals.PORT));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    }
  }
}
