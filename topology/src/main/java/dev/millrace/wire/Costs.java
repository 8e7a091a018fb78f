// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.price.Price;
import dev.millrace.run.CallId;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.Working;
import dev.millrace.schemas.CostEvent;

/** Cost events: one priced fact each. */
public final class Costs {
  private static final Blank<CostEvent> BLANK = new Blank<>(CostEvent::new, CostEvent.newBuilder());
  private final Pipeline pipeline;

  public Costs(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * What an attempt of a model call cost.
   *
   * @param lostHedge whether it was called off because another attempt was answered first
   */
  public CostEvent model(
      Run run,
      CallId call,
      int attempt,
      ModelConfig model,
      String servedModel,
      Usage usage,
      InputBuckets input,
      boolean lostHedge,
      long nanos,
      long atMs) {
    CostEvent event = event(run, call, attempt, "model", nanos, atMs);
    event.setProvider(model.provider());
    event.setModel(model.name());
    event.setServedModel(servedModel);
    event.setUsage(Usages.of(usage));
    event.setEstimated(usage.estimated());
    event.setLostHedge(lostHedge);
    event.setPriceVersion(model.prices().at(atMs).version());
    event.setInputBuckets(Usages.of(input, usage));
    return event;
  }

  /** What an attempt may have cost at a model that the pipeline has no more. */
  public CostEvent modelThatIsGone(
      Run run,
      CallId call,
      int attempt,
      String model,
      Usage usage,
      InputBuckets input,
      long nanos,
      long atMs) {
    CostEvent event = event(run, call, attempt, "model", nanos, atMs);
    event.setModel(model);
    event.setUsage(Usages.of(usage));
    event.setInputBuckets(Usages.of(input, usage));
    event.setEstimated(true);
    return event;
  }

  /** What it cost to compare a request with the routes' examples. */
  public CostEvent embedding(
      Run run,
      CallId call,
      int attempt,
      EmbedderConfig embedder,
      Usage usage,
      InputBuckets input,
      long nanos,
      long atMs) {
    CostEvent event = event(run, call, attempt, "embedding", nanos, atMs);
    event.setProvider(embedder.provider());
    event.setModel(embedder.model());
    event.setUsage(Usages.of(usage));
    event.setInputBuckets(Usages.of(input, usage));
    event.setEstimated(usage.estimated());
    event.setPriceVersion(pipeline.version());
    return event;
  }

  /** What a call of a tool cost. */
  public CostEvent tool(Run run, CallId call, int attempt, String tool, long nanos, long atMs) {
    CostEvent event = event(run, call, attempt, "tool", nanos, atMs);
    event.setModel(tool);
    event.setPriceVersion(pipeline.version());
    return event;
  }

  /** What the tool cache kept from being spent. */
  public CostEvent saved(Run run, CallId call, String target, long nanos, long atMs) {
    CostEvent event = event(run, call, 0, "saved", nanos, atMs);
    event.setModel(target);
    event.setCause(Cause.TOOL_CACHE.word());
    event.setPriceVersion(pipeline.version());
    return event;
  }

  /** What a provider's prompt cache kept an attempt from costing; see {@link Price#savedNanos}. */
  public CostEvent savedByPromptCache(
      Run run, CallId call, int attempt, ModelConfig model, long nanos, long atMs) {
    CostEvent event = event(run, call, attempt, "saved", nanos, atMs);
    event.setEventId(event.getEventId() + "/saved");
    event.setCause(Cause.PROMPT_CACHE.word());
    event.setProvider(model.provider());
    event.setModel(model.name());
    event.setPriceVersion(model.prices().at(atMs).version());
    return event;
  }

  /** What the result cache kept from being spent. */
  public CostEvent saved(RunFacts facts, String route, long nanos, long atMs) {
    CostEvent event = event(facts, new CallId(facts.id(), 0, 0), 0, "saved", nanos, atMs);
    event.setRoute(route);
    event.setCause(Cause.RESULT_CACHE.word());
    return event;
  }

  private CostEvent event(Run run, CallId call, int attempt, String kind, long nanos, long atMs) {
    CostEvent event = event(run.facts(), call, attempt, kind, nanos, atMs);
    event.setRoute(run instanceof Working working ? working.routing().route() : "");
    return event;
  }

  private CostEvent event(
      RunFacts facts, CallId call, int attempt, String kind, long nanos, long atMs) {
    CostEvent event = BLANK.make();
    event.setEventId(call + "/" + attempt);
    event.setCallId(call.toString());
    event.setAttempt(attempt);
    event.setRunId(facts.id().value());
    event.setRequestId(facts.requestId());
    event.setTenant(facts.tenant());
    event.setUser(facts.user());
    event.setWorkloadClass(facts.workloadClass());
    event.setStep(call.step());
    event.setKind(kind);
    event.setAmountNanos(nanos);
    event.setCurrency(pipeline.budgets().currency());
    event.setAtMs(atMs);
    return event;
  }
}
