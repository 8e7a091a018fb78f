// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Mutations;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte a server of tools can send: messages, or what is passed over. */
class MutatedMessagesTest {
  private static final int MAX_BYTES = 2_000;
  private static final List<String> MESSAGES =
      List.of(
          "{\"jsonrpc\":\"2.0\",\"id\":\"a-1\",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"one\"},"
              + "{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"},{\"type\":\"resource\","
              + "\"resource\":{\"uri\":\"a:b\",\"text\":\"two\"}}],\"structuredContent\":{\"price\":1.10},"
              + "\"isError\":false}}",
          "{\"jsonrpc\":\"2.0\",\"id\":\"a-2\",\"error\":{\"code\":-32602,\"message\":\"no\"}}",
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"x\"}}",
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]", "\"words\"", "", "{}", "Listening on port 3000 {"})
  void whatIsNoMessageIsPassedOver(String text) {
    assertThat(Messages.read(text)).isNull();
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void everyMutationIsMessagesOrPassedOver() throws IOException {
    List<byte[]> lines =
        MESSAGES.stream()
            .map(message -> (message + "\n").getBytes(StandardCharsets.UTF_8))
            .toList();

    Mutations.of("mcp", lines, (bytes, seed) -> read(bytes));
  }

  private static boolean read(byte[] bytes) throws IOException {
    MessageLines lines = new MessageLines(new ByteArrayInputStream(bytes), MAX_BYTES);
    boolean understood = false;
    for (MessageLines.Line line = lines.next(); line != null; line = lines.next()) {
      assertThat(line.text().length()).isLessThanOrEqualTo(MAX_BYTES);
      JSONRPCMessage message = Messages.read(line.text());
      understood |= message != null;
      if (message instanceof JSONRPCResponse response && response.result() != null) {
        readAnswer(response.result());
      }
    }
    return understood;
  }

  /** As the SDK's client does, whose exceptions are values to us. */
  private static void readAnswer(Object result) {
    try {
      McpContents.answer(McpJson.INSTANCE.convertValue(result, CallToolResult.class));
    } catch (RuntimeException e) {
      assertThat(McpFailures.of(e).detail()).hasSizeLessThan(500);
    }
  }
}
