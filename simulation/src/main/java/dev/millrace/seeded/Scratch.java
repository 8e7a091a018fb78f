// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for stores, gone when it is closed: in memory where the system has such a place. */
record Scratch(Path path) implements AutoCloseable {
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  static Scratch make() {
    try {
      return new Scratch(
          Files.isWritable(IN_MEMORY)
              ? Files.createTempDirectory(IN_MEMORY, "millrace-")
              : Files.createTempDirectory("millrace-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
