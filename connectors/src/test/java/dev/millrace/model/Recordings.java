// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Exchanges with real providers, as the instrumentation projects recorded them. They are not part
 * of this project; {@code -Dmillrace.data} says where they are.
 */
public final class Recordings {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Recordings() {}

  static Optional<Path> folder() {
    String set = System.getProperty("millrace.data");
    Stream<Path> places =
        set != null
            ? Stream.of(Path.of(set))
            : Stream.of(Path.of("../../shared/data"), Path.of("../shared/data"));
    return places.filter(Files::isDirectory).findFirst();
  }

  /**
   * All exchanges with addresses that have this in them.
   *
   * @return none if there are no recordings here
   */
  public static Stream<RecordedExchange> with(String path) {
    return folder().stream()
        .flatMap(
            folder -> Stream.of("wire-openllmetry", "wire-otel-python-genai").map(folder::resolve))
        .filter(Files::isDirectory)
        .flatMap(Recordings::files)
        .flatMap(Recordings::exchangesOf)
        .filter(exchange -> exchange.uri().contains(path));
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<RecordedExchange> exchangesOf(Path file) {
    try {
      return YAML.readTree(file.toFile())
          .path("interactions")
          .valueStream()
          .map(RecordedExchange::new);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
