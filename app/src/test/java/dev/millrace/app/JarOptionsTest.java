// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.tool.ToolFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class JarOptionsTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path directory;

  @Command
  private static final class AnyCommand {
    @Mixin private JarOptions jars = new JarOptions();
  }

  @AfterEach
  void forgetTheJars() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private static Set<String> toolsWith(String... args) {
    AnyCommand command = new AnyCommand();
    new CommandLine(command).parseArgs(args);
    command.jars.load();
    return ToolFunctions.load().names();
  }

  @Test
  void aToolInAJarIsFoundBesideOurOwn() throws IOException {
    assertThat(toolsWith()).contains("calculate").doesNotContain("vat");
    assertThat(toolsWith("--add-jars", ToolJar.in(directory).toString()))
        .contains("calculate", "vat");
  }

  @Test
  void aDirectoryIsAllJarsInIt() throws IOException {
    ToolJar.in(directory);
    Files.writeString(directory.resolve("README"), "no jar");

    assertThat(toolsWith("--add-jars=" + directory)).contains("vat");
  }

  @Test
  void manyMayBeGivenAtOnceAndOneAfterTheOther() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.copy(ToolJar.in(directory), other.resolve("a.jar"));
    Path empty = emptyJar();

    assertThat(toolsWith("--add-jars", empty + "," + other)).contains("vat");
    assertThat(toolsWith("--add-jars", empty.toString(), "--add-jars", other.toString()))
        .contains("vat");
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    String nowhere = directory.resolve("nowhere.jar").toString();
    String empty = Files.createDirectories(directory.resolve("empty")).toString();

    assertThatThrownBy(() -> toolsWith("--add-jars", nowhere))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(nowhere);
    assertThatThrownBy(() -> toolsWith("--add-jars", empty))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no jar in " + empty);
  }

  private Path emptyJar() throws IOException {
    Path file = directory.resolve("none.jar");
    try (var jar = new java.util.jar.JarOutputStream(Files.newOutputStream(file))) {
      jar.finish();
    }
    return file;
  }
}
