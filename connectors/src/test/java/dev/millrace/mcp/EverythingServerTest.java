// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that others wrote: the reference server of the protocol's own project, from npm. It is
 * fetched once into {@code target}; without npm, or without a way to it, this is skipped.
 */
class EverythingServerTest {
  private static final String VERSION = "2026.8.31";
  private static final Path HOME = Path.of("target", "mcp-everything-" + VERSION);
  private static final Path MAIN =
      HOME.resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");

  @BeforeAll
  static void fetch() throws Exception {
    if (!Files.exists(MAIN)) {
      assumeTrue(install(), "skipped: npm is not here, or cannot fetch the server");
    }
  }

  private static boolean install() throws InterruptedException {
    List<String> command =
        List.of(
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            HOME.toString(),
            "@modelcontextprotocol/server-everything@" + VERSION);
    try {
      Files.createDirectories(HOME);
      Process npm =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("npm.log").toFile())
              .start();
      boolean ended = npm.waitFor(90, TimeUnit.SECONDS);
      npm.destroyForcibly();
      return ended && Files.exists(MAIN);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void isListedAndCalledAsAProcess() throws Exception {
    McpServerSettings.Stdio node =
        new McpServerSettings.Stdio("node", List.of(MAIN.toString(), "stdio"), Map.of());
    try (McpServer server = new McpServer(settings(node))) {
      listAndCall(server);
    }
  }

  @Test
  void isListedAndCalledOverHttp() throws Exception {
    int port = freePort();
    ProcessBuilder node = new ProcessBuilder("node", MAIN.toString(), "streamableHttp");
    node.environment().put("PORT", Integer.toString(port));
    node.redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")));
    Process process = node.start();
    McpServerSettings.Http http =
        new McpServerSettings.Http("http://127.0.0.1:" + port + "/mcp", Map.of());
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        McpServer server = new McpServer(settings(http))) {
      String line = said.readLine();
      while (line != null && !line.contains("listening")) {
        line = said.readLine();
      }
      listAndCall(server);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void listAndCall(McpServer server) throws Exception {
    List<OfferedTool> tools = server.tools().get(60, TimeUnit.SECONDS);
    assertThat(tools).extracting(OfferedTool::name).contains("echo", "get-sum", "get-env");
    assertThat(tools).allSatisfy(tool -> assertThat(tool.inputSchema().isObject()).isTrue());

    assertThat(answer(server, "echo", "{\"message\":\"hello\"}").text()).contains("hello");
    assertThat(answer(server, "get-sum", "{\"a\":2,\"b\":3}").text()).contains("5");
    assertThat(answer(server, "get-structured-content", "{\"location\":\"Chicago\"}").structured())
        .isNotNull();
    assertThat(answer(server, "get-tiny-image", "{}").text()).contains("image/png left out");
    assertThat(answer(server, "trigger-long-running-operation", "{\"duration\":1,\"steps\":2}"))
        .extracting(McpAnswer::isError)
        .isEqualTo(false);
    assertThat(refusal(server, "echo", "{\"message\":7}")).contains("message");
    assertThat(refusal(server, "no-such-tool", "{}")).contains("no-such-tool");
  }

  private static McpAnswer answer(McpServer server, String tool, String arguments)
      throws Exception {
    Outcome<McpAnswer> outcome = call(server, tool, arguments);
    assertThat(outcome).as(tool).isInstanceOf(Succeeded.class);
    return ((Succeeded<McpAnswer>) outcome).value();
  }

  /** Servers say no in either of two ways. */
  private static String refusal(McpServer server, String tool, String arguments) throws Exception {
    Outcome<McpAnswer> outcome = call(server, tool, arguments);
    if (outcome instanceof Failed<McpAnswer> failed) {
      Failure failure = failed.failure();
      assertThat(failure.kind()).isIn(FailureKind.INVALID_ARGUMENTS, FailureKind.UNKNOWN_TOOL);
      return failure.detail();
    }
    McpAnswer answer = ((Succeeded<McpAnswer>) outcome).value();
    assertThat(answer.isError()).isTrue();
    return answer.text();
  }

  private static Outcome<McpAnswer> call(McpServer server, String tool, String arguments)
      throws Exception {
    ObjectNode json = (ObjectNode) FakeMcp.json(arguments);
    return server
        .call(
            new McpCall("run/0/1", tool, json, Duration.ofSeconds(30), true),
            (answer, timing) -> new Succeeded<>(answer, Usage.NONE, timing))
        .get(60, TimeUnit.SECONDS);
  }

  private static McpServerSettings settings(McpServerSettings.Reach reach) {
    return new McpServerSettings("everything", reach, Duration.ofSeconds(30), 4 << 20);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
