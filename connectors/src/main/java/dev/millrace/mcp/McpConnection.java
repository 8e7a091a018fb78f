// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** A session with a server, agreed on. When it is lost another is opened in its place. */
final class McpConnection {
  /** Above any timeout of a call: those end calls, and this ends nothing before them. */
  private static final Duration LONGEST = Duration.ofHours(2);

  /** A list may have pages without end. */
  private static final Duration LIST_WITHIN = Duration.ofSeconds(30);

  private static final McpSchema.Implementation US =
      McpSchema.Implementation.builder("millrace", "0.1.0").build();

  /** Answers are not checked against a server's output schema: it would be asked for it first. */
  private static final JsonSchemaValidator UNCHECKED =
      (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");

  private final Messages messages;
  private final McpAsyncClient client;

  /**
   * A session that is not begun yet.
   *
   * @param onTools told whenever the server says that it offers other tools than before
   */
  McpConnection(Messages messages, Duration connectTimeout, Consumer<List<OfferedTool>> onTools) {
    this.messages = messages;
    this.client =
        McpClient.async(messages)
            .clientInfo(US)
            .requestTimeout(LONGEST)
            .initializationTimeout(connectTimeout)
            .jsonSchemaValidator(UNCHECKED)
            .toolsChangeConsumer(tools -> Mono.fromRunnable(() -> onTools.accept(offered(tools))))
            .build();
  }

  Mono<McpConnection> begin() {
    return client.initialize().thenReturn(this);
  }

  Mono<McpAnswer> call(McpCall call, Flight flight) {
    McpSchema.CallToolRequest request =
        McpSchema.CallToolRequest.builder(call.tool())
            .arguments(McpJson.map(call.arguments()))
            .meta(Map.of("millrace.dev/idempotency-key", call.callId()))
            .build();
    return client.callTool(request).map(McpContents::answer).contextWrite(flight::in);
  }

  Mono<List<OfferedTool>> tools() {
    return client.listTools().timeout(LIST_WITHIN).map(result -> offered(result.tools()));
  }

  private static List<OfferedTool> offered(List<McpSchema.Tool> tools) {
    return tools.stream().map(OfferedTool::of).toList();
  }

  boolean isOpen() {
    return messages.isOpen();
  }

  void close() {
    messages.close();
  }
}
