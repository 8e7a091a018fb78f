// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Jars of the user's own, for commands that run a pipeline. */
final class JarOptions {

  @Option(
      names = "--add-jars",
      paramLabel = "PATH,...",
      split = ",",
      description =
          "Jars with tools written in Java and what they need, or directories of jars; may be"
              + " given often.")
  private List<Path> paths = new ArrayList<>();

  /** Lets this thread, and every thread that it starts, find what is in the jars. */
  void load() {
    if (paths.isEmpty()) {
      return;
    }
    URL[] urls = paths.stream().flatMap(JarOptions::jars).map(JarOptions::url).toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    // Never closed: classes are loaded until the process ends.
    thread.setContextClassLoader(
        new URLClassLoader("added-jars", urls, thread.getContextClassLoader()));
  }

  /** In order of their names: what is in two of them is always taken of the same one. */
  private static Stream<Path> jars(Path path) {
    if (Files.isRegularFile(path)) {
      return Stream.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      List<Path> jars = inside.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw CommandException.wrongUse("--add-jars: there is no jar in " + path);
      }
      return jars.stream();
    } catch (IOException e) {
      throw CommandException.wrongUse("--add-jars: there is no jar and no directory " + path);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every path is a URL", e);
    }
  }
}
