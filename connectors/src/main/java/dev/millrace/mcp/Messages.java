// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One session's messages, there and back, for the SDK's client. A request is sent once, and is over
 * when its response has been delivered or cannot come any more: so nothing is remembered of a call
 * that ended in another way.
 */
abstract class Messages implements McpClientTransport {
  private final Duration connectTimeout;
  private volatile @Nullable Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> session;
  private volatile @Nullable String version;

  Messages(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /** Sends a request; the sink is told when its response was delivered, or will never be. */
  abstract void send(JSONRPCRequest request, Flight flight, MonoSink<Void> over);

  /** Sends what is not answered; the sink is told when what is sent next comes after it. */
  abstract void tell(JSONRPCMessage message, MonoSink<Void> over);

  /** False once no request can be answered any more, so that another session is needed. */
  abstract boolean isOpen();

  @Override
  public abstract void close();

  /** The version that both sides speak; null before they have agreed on it. */
  final @Nullable String version() {
    return version;
  }

  final void deliver(JSONRPCMessage message) {
    Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> to = session;
    if (to != null) {
      var unused = to.apply(Mono.just(message)).subscribe();
    }
  }

  /** A message of the server's; null for what is none, which the SDK tells in several ways. */
  static @Nullable JSONRPCMessage read(String text) {
    try {
      return McpSchema.deserializeJsonRpcMessage(McpJson.INSTANCE, text);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  static boolean answers(@Nullable JSONRPCMessage message, Object id) {
    return message instanceof JSONRPCResponse response && id.equals(response.id());
  }

  /** Tells the server that nobody waits for the answer any more. */
  final void tellGivenUp(Object id) {
    JSONRPCNotification told =
        new JSONRPCNotification(
            McpSchema.JSONRPC_VERSION,
            "notifications/cancelled",
            Map.of("requestId", id, "reason", "nobody waits for it any more"));
    var unused = sendMessage(told).onErrorComplete().subscribe();
  }

  static McpFailureException failed(FailureKind kind, String detail) {
    return new McpFailureException(Failure.of(kind, detail));
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return Mono.fromRunnable(() -> session = handler);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.deferContextual(
        context -> {
          String agreed = context.getOrDefault(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, version);
          version = agreed;
          if (message instanceof JSONRPCRequest request) {
            Flight flight = Flight.of(context, connectTimeout);
            return Mono.create(over -> send(request, flight, over));
          }
          return Mono.create(over -> tell(message, over));
        });
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> typeRef) {
    return McpJson.INSTANCE.convertValue(data, typeRef);
  }
}
