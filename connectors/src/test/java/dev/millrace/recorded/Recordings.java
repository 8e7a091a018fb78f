// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Exchanges with real providers, as the instrumentation projects recorded them. They are not part
 * of this project; {@code -Dmillrace.data} says where they are.
 */
public final class Recordings {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Recordings() {}

  /** Where the recordings and the other data sets are. */
  public static Optional<Path> folder() {
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
    return all().filter(exchange -> exchange.uri().contains(path));
  }

  /** All that are here, perhaps none. */
  public static Stream<RecordedExchange> all() {
    return folder().stream().flatMap(Recordings::in);
  }

  /**
   * The exchanges of a folder, and of those in it: of vcr's cassettes and of WireMock's mappings.
   * Where some of its folders are called {@code wire-} something, of these.
   */
  public static Stream<RecordedExchange> in(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> wire =
          inside
              .filter(Files::isDirectory)
              .filter(each -> each.getFileName().toString().startsWith("wire-"))
              .sorted()
              .toList();
      return (wire.isEmpty() ? Stream.of(folder) : wire.stream())
          .flatMap(Recordings::files)
          .flatMap(file -> exchangesOf(folder, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<RecordedExchange> exchangesOf(Path folder, Path file) {
    String name = folder.relativize(file).toString();
    JsonNode root;
    try {
      root = YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (JsonNode interaction : root.path("interactions")) {
      exchanges.add(new RecordedExchange(name + "#" + exchanges.size(), interaction));
    }
    if (root.path("request").has("url") && root.has("response")) {
      exchanges.add(new RecordedExchange(name, WireMock.asInteraction(root)));
    }
    return exchanges.stream();
  }
}
