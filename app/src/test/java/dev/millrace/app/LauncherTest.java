// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, in an installation without sources and with a Java that only tells. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path SCRIPT = Path.of("../millrace").toAbsolutePath().normalize();

  @TempDir private Path directory;
  private Path installed;

  @BeforeEach
  void install() throws IOException {
    installed = Files.createDirectories(directory.resolve("a place"));
    Files.copy(SCRIPT, installed.resolve("millrace"));
    assertThat(installed.resolve("millrace").toFile().setExecutable(true)).isTrue();
    Files.createDirectories(installed.resolve("app/target/lib"));
    Files.createFile(installed.resolve("app/target/millrace-app-1.0.jar"));
  }

  @Test
  void isASoundScript() throws Exception {
    assertThat(run(Map.of(), "bash", "-n", SCRIPT.toString()).exitCode()).isZero();
  }

  @Test
  void runsWithItsLibrariesFromAnywhereAndThroughASymlink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("mr"), Path.of("a place/millrace"));

    Command said = run(java("21.0.1"), link.toString(), "send", "two words");

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("[" + installed.toRealPath() + "/app/target/millrace-app-1.0.jar")
        .contains("[dev.millrace.app.Main]", "[send]", "[two words]")
        .doesNotContain("--enable-native-access");
  }

  @Test
  void tellsNewJavasWhatTheyWantToHear() throws Exception {
    assertThat(run(java("24"), script(), "--version").out())
        .contains("[--enable-native-access=ALL-UNNAMED]")
        .contains("[--sun-misc-unsafe-memory-access=allow]");
  }

  @Test
  void passesOptionsOfTheUserToJava() throws Exception {
    Map<String, String> environment =
        Map.of("JAVA_HOME", java("17.0.9").get("JAVA_HOME"), "JAVA_OPTS", "-Xmx3g -Dx=y");

    assertThat(run(environment, script(), "run").out()).contains("[-Xmx3g]", "[-Dx=y]");
  }

  @Test
  void clearsAwayWhatAKilledProcessHasLeft() throws Exception {
    Path left = installed.resolve("app/target/tmp/999999999");
    Files.createDirectories(left.resolve("millrace-demo1"));
    Path alive = installed.resolve("app/target/tmp/" + ProcessHandle.current().pid());
    Files.createDirectories(alive);

    Command said = run(java("17.0.9"), script(), "demo");

    assertThat(said.out())
        .containsPattern("\\[-Djava.io.tmpdir=" + installed.toRealPath() + "/app/target/tmp/\\d+]");
    assertThat(left).doesNotExist();
    assertThat(alive).isDirectory();
  }

  @Test
  void refusesAnOldJava() throws Exception {
    Command said = run(java("11.0.2"), script(), "--version");

    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).contains("Java 17 or later is needed").contains("is 11");
  }

  @Test
  void saysSoWhenThereIsNoJava() throws Exception {
    Command said = run(Map.of("JAVA_HOME", directory.toString()), script(), "--version");

    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).contains("JAVA_HOME").contains("no bin/java");
  }

  private String script() {
    return installed.resolve("millrace").toString();
  }

  /** A Java that prints what it was called with. */
  private Map<String, String> java(String version) throws IOException {
    Path home = Files.createDirectories(directory.resolve("jdk-" + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return Map.of("JAVA_HOME", home.toString());
  }

  private Command run(Map<String, String> environment, String... command) throws Exception {
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_OPTS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Command(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
