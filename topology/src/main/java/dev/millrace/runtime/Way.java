// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.call.Outcome;
import dev.millrace.call.Relay;
import dev.millrace.embedding.Embedder;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ModelClient;
import dev.millrace.run.CallResult;
import dev.millrace.tool.ToolClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The way out of one pipeline: its models, its tools and the embedder, by its own names for them.
 *
 * @param hand lets go what has gathered of calls of functions
 * @param closer gives back the clients
 */
record Way(
    Map<String, ModelClient> models,
    Map<String, ToolClient> tools,
    Supplier<Embedder> embedder,
    Runnable hand,
    Runnable closer)
    implements CallTransport {

  @Override
  public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
    if (call instanceof OutboundCall.ToModel model) {
      ModelClient client = Objects.requireNonNull(models.get(model.model()), model.model());
      return Relay.of(client.send(model.request()), CallResult.ModelAnswer::new);
    }
    if (call instanceof OutboundCall.ToTool tool) {
      ToolClient client = Objects.requireNonNull(tools.get(tool.tool()), tool.tool());
      return Relay.of(
          client.send(tool.request()),
          response -> new CallResult.ToolAnswer(response.content(), response.tokens(), false));
    }
    return Relay.of(
        embedder.get().embed(((OutboundCall.ToEmbedder) call).text()), CallResult.Vector::new);
  }

  @Override
  public boolean takes(OutboundCall call) {
    return !(call instanceof OutboundCall.ToModel model)
        || Objects.requireNonNull(models.get(model.model()), model.model())
            .takes(model.request().model());
  }

  @Override
  public void handOver() {
    hand.run();
  }

  @Override
  public void close() {
    closer.run();
  }
}
