// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class WaitingToolTest {

  @Test
  void knowsHowLongEachCallTookAndAddsUpTriesOfTheSame() throws IOException, InterruptedException {
    try (WaitingTool tool = new WaitingTool(5)) {
      ask(tool, 1);
      ask(tool, 2);
      ask(tool, 2);

      assertThat(tool.tookNanos(0)).isZero();
      assertThat(tool.tookNanos(1)).isGreaterThanOrEqualTo(5_000_000);
      assertThat(tool.tookNanos(2)).isGreaterThanOrEqualTo(10_000_000);
    }
  }

  private static void ask(WaitingTool tool, int number) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(tool.url() + "/" + number)).build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    assertThat(answer).contains("waited");
  }
}
