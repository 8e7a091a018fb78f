// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.tool.ToolFunction;
import dev.millrace.tool.ToolRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A tool that tells {@link Arrivals} the id of each call, and never returns. Public for {@link
 * java.util.ServiceLoader}.
 */
public final class NeverFunction implements ToolFunction {
  private @Nullable OutputStream arrivals;

  @Override
  public String name() {
    return "bench-never";
  }

  @Override
  public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) {
    tell(request.callId());
    return new CompletableFuture<>();
  }

  private synchronized void tell(String callId) {
    try {
      if (arrivals == null) {
        int port = Integer.parseInt(System.getenv(Arrivals.PORT));
        arrivals = new Socket(InetAddress.getLoopbackAddress(), port).getOutputStream();
      }
      arrivals.write((callId + '\n').getBytes(StandardCharsets.UTF_8));
    } catch (IOException nobodyListens) {
      throw new UncheckedIOException(nobodyListens);
    }
  }
}
