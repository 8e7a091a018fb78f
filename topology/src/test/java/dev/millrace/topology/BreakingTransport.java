// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.call.CallMetrics;
import dev.millrace.call.Outcome;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.BreakingModelClient;
import dev.millrace.model.ModelClient;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.run.CallResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Providers behind their breakers. What those let through goes on to another transport. */
final class BreakingTransport implements CallTransport {
  private final Pipeline pipeline;
  private final CallTransport wire;
  private final Map<String, ModelClient> providers = new HashMap<>();
  private final Map<String, OutboundCall.ToModel> leaving = new HashMap<>();

  BreakingTransport(Pipeline pipeline, CallTransport wire, LongSupplier nanoTime) {
    this.pipeline = pipeline;
    this.wire = wire;
    for (Provider provider : pipeline.providers().values()) {
      providers.put(
          provider.name(),
          new BreakingModelClient(
              new Wire(), provider.name(), provider.breaker(), CallMetrics.NONE, nanoTime));
    }
  }

  @Override
  public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
    if (!(call instanceof OutboundCall.ToModel asked)) {
      return wire.send(call);
    }
    leaving.put(asked.request().callId(), asked);
    String provider = Objects.requireNonNull(pipeline.models().get(asked.model())).provider();
    return Objects.requireNonNull(providers.get(provider))
        .send(asked.request())
        .thenApply(outcome -> outcome.map(CallResult.ModelAnswer::new));
  }

  private final class Wire implements ModelClient {
    @Override
    public CompletableFuture<Outcome<ModelResponse>> send(ModelRequest request) {
      return wire.send(Objects.requireNonNull(leaving.get(request.callId())))
          .thenApply(outcome -> outcome.map(r -> ((CallResult.ModelAnswer) r).response()));
    }

    @Override
    public void close() {}
  }
}
