// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.mcp.FakeHttpMcp;
import dev.millrace.mcp.McpServer;
import dev.millrace.mcp.McpServerSettings;
import dev.millrace.token.TokenCounter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class McpToolClientTest {
  private FakeHttpMcp fake;
  private McpServer server;

  @BeforeEach
  void start() throws Exception {
    fake = new FakeHttpMcp();
    server =
        new McpServer(
            McpServerSettings.of("fake", new McpServerSettings.Http(fake.url(), Map.of())));
  }

  @AfterEach
  void stop() {
    server.close();
    fake.close();
  }

  @Test
  void picksFromWhatIsStructured() throws Exception {
    ToolResponse response = succeeded(call("structured", Map.of("price", "/price"), 1_000));

    assertThat(response.content()).isEqualTo("{\"price\":1.10}");
    assertThat(response.tokens()).isPositive();
  }

  @Test
  void takesTextAsItIsButPicksFromJsonOnly() throws Exception {
    assertThat(succeeded(call("echo", Map.of(), 1_000)).content()).isEqualTo("hello");
    assertThat(failed(call("echo", Map.of("a", "/a"), 1_000)).kind())
        .isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  @Test
  void aToolsOwnNoIsForTheModel() throws Exception {
    assertThat(failed(call("fails", Map.of(), 1_000)))
        .isEqualTo(Failure.of(FailureKind.TOOL_ERROR, "no such order"));
  }

  @Test
  void refusesWhatIsTooLarge() throws Exception {
    assertThat(failed(call("echo", Map.of(), 4)))
        .isEqualTo(Failure.of(FailureKind.RESPONSE_TOO_LARGE, "more than 4 bytes"));
  }

  @Test
  void givesTheServerBackWhenItIsClosed() {
    boolean[] given = new boolean[1];
    McpToolSettings settings = new McpToolSettings("echo", "", Map.of(), 1_000, false);
    new McpToolClient(server, settings, TokenCounter.forModel(""), () -> given[0] = true).close();

    assertThat(given[0]).isTrue();
  }

  private Outcome<ToolResponse> call(String tool, Map<String, String> pick, int maxBytes)
      throws Exception {
    McpToolSettings settings = new McpToolSettings(tool, "", pick, maxBytes, true);
    ToolRequest request =
        new ToolRequest("run/0/1", "acme", "", "{\"say\":\"hello\"}", Duration.ofSeconds(20));
    try (McpToolClient client =
        new McpToolClient(server, settings, TokenCounter.forModel(""), () -> {})) {
      return client.send(request).get(30, TimeUnit.SECONDS);
    }
  }

  private static ToolResponse succeeded(Outcome<ToolResponse> outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Succeeded<ToolResponse>) outcome).value();
  }

  private static Failure failed(Outcome<ToolResponse> outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed<ToolResponse>) outcome).failure();
  }
}
