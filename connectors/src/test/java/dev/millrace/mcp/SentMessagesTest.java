// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that we send is as the specification's own schema has it. The schema is no part of this
 * project; {@code -Dmillrace.data} says where it is.
 */
class SentMessagesTest {
  private static final Map<String, String> KINDS =
      Map.of(
          "initialize", "InitializeRequest",
          "notifications/initialized", "InitializedNotification",
          "tools/list", "ListToolsRequest",
          "tools/call", "CallToolRequest",
          "notifications/cancelled", "CancelledNotification",
          "", "JSONRPCResultResponse");

  @TempDir private Path directory;

  @Test
  void meetTheSpecification() throws Exception {
    JsonNode specification = specification();

    List<JsonNode> sent = new ArrayList<>(overHttp());
    sent.addAll(toAProcess());

    assertThat(sent)
        .extracting(message -> message.path("method").asText())
        .contains(KINDS.keySet().toArray(String[]::new));
    for (JsonNode message : sent) {
      String kind = KINDS.getOrDefault(message.path("method").asText(), "of no kind");
      assertThat(schema(specification, kind).validate(message)).as(message.toString()).isEmpty();
      assertThat(schema(specification, "JSONRPCMessage").validate(message)).isEmpty();
    }
  }

  private static JsonNode specification() throws IOException {
    String set = System.getProperty("millrace.data");
    Stream<String> places =
        set != null ? Stream.of(set) : Stream.of("../../shared/data", "../shared/data");
    Optional<Path> file =
        places
            .map(place -> Path.of(place, "spec-mcp/schema/2025-11-25/schema.json"))
            .filter(Files::isRegularFile)
            .findFirst();
    assumeTrue(file.isPresent(), "skipped: no schema of MCP here, see -Dmillrace.data");
    return FakeMcp.JSON.readTree(file.orElseThrow().toFile());
  }

  private static JsonSchema schema(JsonNode specification, String kind) {
    ObjectNode schema = specification.deepCopy();
    schema.put("$ref", "#/$defs/" + kind);
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
  }

  private static List<JsonNode> overHttp() throws Exception {
    try (FakeHttpMcp fake = new FakeHttpMcp()) {
      McpServerSettings.Http http = new McpServerSettings.Http(fake.url(), Map.of());
      fake.streams = true;
      try (McpServer server = new McpServer(McpServerSettings.of("fake", http))) {
        talk(server);
        List<JsonNode> sent = new ArrayList<>();
        while (sent.stream().noneMatch(SentMessagesTest::isCancel)
            || sent.stream().noneMatch(message -> message.has("result"))) {
          JsonNode next = fake.messages.poll(10, TimeUnit.SECONDS);
          assertThat(next).as("one more message after " + sent).isNotNull();
          sent.add(next);
        }
        return sent;
      }
    }
  }

  private List<JsonNode> toAProcess() throws Exception {
    Path told = directory.resolve("told");
    McpServerSettings.Stdio command = FakeStdioMcp.command(told);
    try (McpServer server = new McpServer(McpServerSettings.of("fake", command))) {
      talk(server);
      call(server, "echo", Duration.ofSeconds(20)); // after it all before has been read
      return Files.readAllLines(told).stream().map(FakeMcp::json).toList();
    }
  }

  private static void talk(McpServer server) throws Exception {
    assertThat(server.tools().get(20, TimeUnit.SECONDS)).hasSize(1);
    call(server, "chatty", Duration.ofSeconds(20));
    call(server, "silent", Duration.ofMillis(100));
  }

  private static void call(McpServer server, String tool, Duration timeout) throws Exception {
    ObjectNode arguments = FakeMcp.JSON.createObjectNode().put("say", "x").put("many", 1.5);
    var unused =
        server
            .call(
                new McpCall("run/0/1", tool, arguments, timeout, true),
                (answer, timing) -> new Succeeded<>(answer, Usage.NONE, timing))
            .get(30, TimeUnit.SECONDS);
  }

  private static boolean isCancel(JsonNode message) {
    return message.path("method").asText().equals("notifications/cancelled");
  }
}
