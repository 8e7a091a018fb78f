// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a process of its own, since signals are the process's. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class SignalsTest {

  @Test
  void aSecondSignalIsHeardWhileTheProcessStops() throws Exception {
    Process process = child();
    try (BufferedReader out = lines(process)) {
      assertThat(out.readLine()).isEqualTo("ready");
      process.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("stopping");

      process.toHandle().destroy();

      assertThat(out.readLine()).isEqualTo("at once");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName())
        .start();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Stops for as long as no second signal comes. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(Child::stop));
      System.out.println("ready");
      new CountDownLatch(1).await();
    }

    private static void stop() {
      CountDownLatch second = new CountDownLatch(1);
      Signals.onNext(second::countDown);
      System.out.println("stopping");
      try {
        second.await();
        System.out.println("at once");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
