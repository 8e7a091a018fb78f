// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.prompt.Answer;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.RunView;
import dev.millrace.run.CallResult;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.StepTimes;
import dev.millrace.run.Working;
import dev.millrace.schemas.CacheUse;
import dev.millrace.schemas.Phases;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.StepTime;
import dev.millrace.schemas.ToolUsed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Results of runs. */
public final class Results {
  private static final String RESULT_CACHE = "result";
  private static final String HIT = "hit";
  private static final Blank<Result> BLANK = new Blank<>(Result::new, Result.newBuilder());

  private final Pipeline pipeline;

  public Results(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Of a request that was never let in. */
  public Result rejected(Request request, Ending ending, long receivedAtMs, long nowMs) {
    Result result = blank(ending, receivedAtMs, nowMs, nowMs);
    result.setRequestId(request.getRequestId());
    result.setTenant(request.getTenant());
    result.setUser(request.getUser());
    result.setWorkloadClass(request.getWorkloadClass());
    result.setConversationId(request.getConversationId());
    result.setTraceParent(request.getTraceParent());
    return result;
  }

  /** Of a request that was let in and then could not go on: no run was begun. */
  public Result refused(RunFacts facts, Inquiry inquiry, Ending ending, long nowMs) {
    Result result = blank(ending, facts.receivedAtMs(), facts.startedAtMs(), nowMs);
    setFacts(result, facts, inquiry);
    return result;
  }

  /** Of a request whose answer was known: the other's answer, at no cost. */
  public Result cached(
      Result earlier, RunFacts facts, Inquiry inquiry, String keyHash, long nowMs) {
    Result result = Result.newBuilder(earlier).build();
    setFacts(result, facts, inquiry);
    result.setReason("cached");
    result.setSaved(List.of());
    result.setSavedNanos(0);
    result.setUsage(Usages.of(dev.millrace.call.Usage.NONE));
    result.setModelCalls(0);
    result.setToolCalls(0);
    Spending.tell(result, Cause.RESULT_CACHE, earlier.getCostNanos());
    result.setCostNanos(0);
    result.setToolResults(List.of());
    result.setEscalated(false);
    result.setSteps(List.of());
    result.setStepCosts(List.of());
    result.setCaches(List.of(new CacheUse(RESULT_CACHE, HIT, keyHash)));
    setTimes(result, facts.receivedAtMs(), facts.startedAtMs(), nowMs);
    Phases phases = new Phases();
    phases.setQueuedMs(Math.max(0, facts.startedAtMs() - facts.receivedAtMs()));
    phases.setTotalMs(nowMs - facts.startedAtMs());
    phases.setOwnMs(nowMs - facts.startedAtMs());
    result.setPhases(phases);
    return result;
  }

  /**
   * Of a run.
   *
   * @param caches what the result cache did for it
   */
  public Result ended(
      RunView view, Ending ending, Answer answer, List<CacheUse> caches, long nowMs) {
    Run run = view.run();
    RunFacts facts = run.facts();
    Result result = blank(ending, facts.receivedAtMs(), facts.startedAtMs(), nowMs);
    setFacts(result, facts, view.inquiry());
    result.setAnswer(answer.text());
    result.setStructured(answer.structured().isEmpty() ? null : answer.structured());
    result.setEnd(answer.kind().word());
    result.setEscalated(answer.escalated() || view.isInDoubt());
    result.setModels(models(view.parts()));
    result.setToolResults(tools(view));
    Spending.tell(result, run.tally());
    result.setCaches(withToolHits(caches, view.parts()));
    List<StepTimes> steps = List.of();
    if (run instanceof Working working) {
      steps = working.steps();
      result.setRoute(working.routing().route());
      result.setConfidence(working.routing().confidence());
      result.setRoutedBy(working.routing().by());
    }
    result.setSteps(steps.stream().map(step -> time(step, nowMs)).toList());
    result.setPhases(Phasing.of(view, steps, nowMs));
    result.setPipelineVersion(facts.pipelineVersion());
    return result;
  }

  private static StepTime time(StepTimes step, long nowMs) {
    long endedAtMs = step.endedAtMs() == 0 ? nowMs : step.endedAtMs();
    return new StepTime(step.step(), step.calls(), step.startedAtMs(), endedAtMs);
  }

  private List<String> models(List<Part> parts) {
    Set<String> models = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part.result() instanceof CallResult.ModelAnswer answer) {
        models.add(nameOf(answer.response().model()));
      }
    }
    return List.copyOf(models);
  }

  /** Our name of a model, where the provider's is one of ours. */
  private String nameOf(String wireName) {
    return pipeline.models().values().stream()
        .filter(model -> model.wireName().equals(wireName))
        .map(model -> model.name())
        .findFirst()
        .orElse(wireName);
  }

  private static List<ToolUsed> tools(RunView view) {
    List<ToolUsed> tools = new ArrayList<>();
    for (Part part : view.parts()) {
      view.toolOf(part).ifPresent(tool -> tools.add(used(part, tool)));
    }
    return tools;
  }

  private static ToolUsed used(Part part, String tool) {
    String callId = part.id().toString();
    if (part.result() instanceof CallResult.Failed failed) {
      return new ToolUsed(callId, tool, failed.word(), false);
    }
    boolean fromCache = part.result() instanceof CallResult.ToolAnswer answer && answer.fromCache();
    return new ToolUsed(callId, tool, "succeeded", fromCache);
  }

  private static List<CacheUse> withToolHits(List<CacheUse> caches, List<Part> parts) {
    List<CacheUse> all = new ArrayList<>(caches);
    for (Part part : parts) {
      if (part.result() instanceof CallResult.ToolAnswer tool && tool.fromCache()) {
        all.add(new CacheUse("tool", HIT, ""));
      }
    }
    return all;
  }

  private static void setFacts(Result result, RunFacts facts, Inquiry inquiry) {
    result.setRequestId(facts.requestId());
    result.setRunId(facts.id().value());
    result.setTenant(facts.tenant());
    result.setUser(facts.user());
    result.setWorkloadClass(facts.workloadClass());
    result.setConversationId(inquiry.conversationId());
    result.setTraceParent(facts.traceParent());
  }

  private Result blank(Ending ending, long receivedAtMs, long startedAtMs, long nowMs) {
    Result result = BLANK.make();
    result.setStatus(ending.status().word());
    result.setReason(ending.reason());
    result.setDetail(ending.detail());
    result.setCurrency(pipeline.budgets().currency());
    result.setPipeline(pipeline.name());
    result.setPipelineVersion(pipeline.version());
    setTimes(result, receivedAtMs, startedAtMs, nowMs);
    Phases phases = new Phases();
    phases.setTotalMs(nowMs - startedAtMs);
    result.setPhases(phases);
    return result;
  }

  private static void setTimes(Result result, long receivedAtMs, long startedAtMs, long endedAtMs) {
    result.setReceivedAtMs(receivedAtMs);
    result.setStartedAtMs(startedAtMs);
    result.setEndedAtMs(endedAtMs);
  }
}
