// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A user's jar, made on the spot: a tool named {@code vat}, and what it needs. */
final class ToolJar {
  private static final String TOOL =
      """
      package shop;

      import com.fasterxml.jackson.databind.JsonNode;
      import com.fasterxml.jackson.databind.node.ObjectNode;
      import dev.millrace.tool.*;
      import java.util.concurrent.*;

      public final class Vat implements ToolFunction {
        public String name() { return "vat"; }

        public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) {
          int net = arguments.path("net").intValue();
          return CompletableFuture.completedStage(arguments.objectNode().put("vat", Rate.of(net)));
        }
      }
      """;
  private static final String NEEDED =
      """
      package shop;

      final class Rate {
        static int of(int net) { return net * 19 / 100; }
      }
      """;

  private ToolJar() {}

  static Path in(Path directory) throws IOException {
    Path sources = Files.createDirectories(directory.resolve("sources"));
    Path tool = Files.writeString(sources.resolve("Vat.java"), TOOL);
    Path needed = Files.writeString(sources.resolve("Rate.java"), NEEDED);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                tool.toString(),
                needed.toString());
    assertThat(exitCode).isZero();
    return jar(directory.resolve("tools.jar"), classes);
  }

  private static Path jar(Path file, Path classes) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String name : new String[] {"shop/Vat.class", "shop/Rate.class"}) {
        add(jar, name, Files.readAllBytes(classes.resolve(name)));
      }
      byte[] service = "shop.Vat\n".getBytes(StandardCharsets.UTF_8);
      add(jar, "META-INF/services/dev.millrace.tool.ToolFunction", service);
    }
    return file;
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
