// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.definition;

import dev.millrace.cache.CacheKeys;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.Lane;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Seat;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.prompt.Continuation;
import dev.millrace.prompt.ToolGate;
import dev.millrace.retry.AttemptPolicy;
import dev.millrace.route.RouteClassifier;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import dev.millrace.wire.Costs;
import dev.millrace.wire.Escalations;
import dev.millrace.wire.Results;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline made ready to be worked by: all that a run goes by from its first call to its answer.
 * Never changes, and is safe for many threads.
 */
public final class Definition {
  private final Pipeline pipeline;
  private final Supplier<RouteClassifier> classifier;
  private final CallTransport transport;
  private final CallPlanner planner;
  private final Continuation continuation;
  private final CacheKeys cacheKeys;
  private final Results results;
  private final Costs costs;
  private final Escalations escalations;
  private final Map<String, String> hedges = new HashMap<>();

  /**
   * Makes a pipeline ready.
   *
   * @param classifier asked each time that a run looks for its route
   * @param transport the way out to its tools and models, closed when no run needs it any more
   */
  public Definition(
      Pipeline pipeline,
      Supplier<RouteClassifier> classifier,
      ToolGate gate,
      CallTransport transport) {
    this.pipeline = pipeline;
    this.classifier = classifier;
    this.transport = transport;
    this.planner = new CallPlanner(pipeline, gate);
    this.continuation = new Continuation(pipeline);
    this.cacheKeys = new CacheKeys(pipeline);
    this.results = new Results(pipeline);
    this.costs = new Costs(pipeline);
    this.escalations = new Escalations(pipeline);
    pipeline.models().values().stream()
        .filter(model -> model.hedge() != null)
        .forEach(model -> hedges.put(model.name(), model.hedge()));
  }

  /** The identity of its text; empty if it was built in Java. */
  public String id() {
    return pipeline.definition();
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  public RouteClassifier classifier() {
    return classifier.get();
  }

  public CallTransport transport() {
    return transport;
  }

  public CallPlanner planner() {
    return planner;
  }

  public Continuation continuation() {
    return continuation;
  }

  public CacheKeys cacheKeys() {
    return cacheKeys;
  }

  public Results results() {
    return results;
  }

  public Costs costs() {
    return costs;
  }

  public Escalations escalations() {
    return escalations;
  }

  public Optional<Route> route(String name) {
    return Optional.ofNullable(pipeline.routes().get(name));
  }

  public Tool tool(String name) {
    return Objects.requireNonNull(pipeline.tools().get(name), name);
  }

  /** A model that may be gone with a change of the file. */
  public Optional<ModelConfig> findModel(String name) {
    return Optional.ofNullable(pipeline.models().get(name));
  }

  public ModelConfig model(String name) {
    return Objects.requireNonNull(pipeline.models().get(name), name);
  }

  /** The provider's model that compares texts; null for the one in the process. */
  public @Nullable EmbedderConfig embedder() {
    return pipeline.classifier().embedder();
  }

  /** What decides about another attempt of a call. */
  public AttemptPolicy attemptPolicy(PendingCall call) {
    return switch (call.kind()) {
      case EMBEDDING -> new AttemptPolicy(RetryPolicy.DEFAULT, List.of(), false);
      case MODEL -> {
        // The fallbacks are those of the model that was asked first, whichever is asked now.
        List<String> fallbacks = call.trim().left(model(call.firstTarget()).fallbacks());
        yield new AttemptPolicy(model(call.target()).retry(), fallbacks, false);
      }
      case TOOL -> {
        Tool tool = tool(call.target());
        yield new AttemptPolicy(tool.retry(), List.of(), tool.atMostOnce());
      }
    };
  }

  /** The model that is asked too when a call at its target is slow; null if none is. */
  public @Nullable String hedge(PendingCall call) {
    boolean may = !hedges.isEmpty() && call.kind() == Kind.MODEL;
    return may ? hedges.get(call.target()) : null;
  }

  /** Whether a call says what its answer will mostly be: what is rejected of that is output too. */
  public boolean predicts(Run run, PendingCall call) {
    return call.purpose() instanceof CallSpec.Node node
        && run instanceof Working working
        && work(working.routing().route(), node.name()) instanceof Plan.ModelWork model
        && !model.prediction().isEmpty();
  }

  private Plan.@Nullable Work work(String route, String node) {
    Route known = pipeline.routes().get(route);
    Plan.PlanCall call =
        known != null && known.way() instanceof Plan plan ? plan.calls().get(node) : null;
    return call == null ? null : call.work();
  }

  /** Whose places a call takes. */
  public Seat seat(PendingCall call, RunFacts run) {
    return switch (call.kind()) {
      case TOOL -> new Seat(new Lane(Kind.TOOL, call.target()), call.tenant(), run.background());
      case EMBEDDING -> embedderSeat(call, run);
      case MODEL -> modelSeat(model(call.target()), call, run);
    };
  }

  /** A provider's own places, whatever it is asked. */
  private Seat embedderSeat(PendingCall call, RunFacts run) {
    EmbedderConfig remote = embedder();
    if (remote == null) {
      return new Seat(Lane.EMBEDDER, call.tenant(), run.background());
    }
    Lane lane = new Lane(Kind.MODEL, remote.provider());
    long tokens = call.held().tokens();
    return new Seat(lane, remote.model(), call.tenant(), run.background(), tokens, 0);
  }

  /** Its output is what the model may say at most, or what its route lets it, which is reserved. */
  private static Seat modelSeat(ModelConfig model, PendingCall call, RunFacts run) {
    long input = call.input().total();
    long reserved = Math.max(0, call.held().tokens() - input);
    return new Seat(
        new Lane(Kind.MODEL, model.provider()),
        model.wireName(),
        call.tenant(),
        run.background(),
        input,
        Math.min(reserved, model.maxOutputTokens()));
  }
}
