// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** Tells the first stories in a process of its own, where sets and maps have another order. */
final class Retelling {
  private static final int STORIES = 20;

  private Retelling() {}

  public static void main(String[] args) {
    digests().forEach(System.out::println);
  }

  static List<String> digests() {
    try (Scratch scratch = Scratch.make()) {
      return LongStream.rangeClosed(1, STORIES)
          .mapToObj(
              seed ->
                  Simulation.play(seed, Leaning.NONE, scratch.path().resolve("seed-" + seed))
                      .digest())
          .toList();
    }
  }

  static List<String> digestsOfAnotherProcess() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                java, "-XX:TieredStopAtLevel=1", "-cp", classPath, Retelling.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }
}
