// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A server in a process of its own. It keeps what it is told in a file. */
public final class FakeStdioMcp {
  private FakeStdioMcp() {}

  static McpServerSettings.Stdio command(Path told) {
    List<String> args =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FakeStdioMcp.class.getName(),
            told.toString());
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    return new McpServerSettings.Stdio(java, args, Map.of("HANDED", "over"));
  }

  public static void main(String[] args) throws IOException {
    Path told = Path.of(args[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("Fake server, listening");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Files.writeString(told, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      JsonNode message = FakeMcp.json(line);
      String tool = message.path("params").path("name").asText();
      if (tool.equals("exit")) {
        System.exit(3);
      }
      if (tool.equals("environment")) {
        String names = String.join(",", new TreeSet<>(System.getenv().keySet()));
        ((ObjectNode) message.path("params"))
            .put("name", "echo")
            .putObject("arguments")
            .put("say", names);
      }
      FakeMcp.replies(message, "Says it again.").forEach(out::println);
    }
  }
}
