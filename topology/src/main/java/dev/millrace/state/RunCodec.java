// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.millrace.engine.PendingCall;
import dev.millrace.ledger.Budget;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.AgentWork;
import dev.millrace.run.Alarm;
import dev.millrace.run.CallId;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Classifying;
import dev.millrace.run.Closing;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Permit;
import dev.millrace.run.PlanWork;
import dev.millrace.run.RecordKey;
import dev.millrace.run.Routing;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;
import dev.millrace.run.Savings;
import dev.millrace.run.StepCost;
import dev.millrace.run.StepCosts;
import dev.millrace.run.StepTimes;
import dev.millrace.run.Tally;
import dev.millrace.run.Uprooted;
import dev.millrace.run.Waiting;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.schemas.stored.InquiryRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredAgent;
import dev.millrace.schemas.stored.StoredCallRef;
import dev.millrace.schemas.stored.StoredCallSpec;
import dev.millrace.schemas.stored.StoredClassifying;
import dev.millrace.schemas.stored.StoredClosing;
import dev.millrace.schemas.stored.StoredLater;
import dev.millrace.schemas.stored.StoredNode;
import dev.millrace.schemas.stored.StoredPart;
import dev.millrace.schemas.stored.StoredPermit;
import dev.millrace.schemas.stored.StoredPlan;
import dev.millrace.schemas.stored.StoredPromise;
import dev.millrace.schemas.stored.StoredRouting;
import dev.millrace.schemas.stored.StoredStep;
import dev.millrace.schemas.stored.StoredStepCost;
import dev.millrace.schemas.stored.StoredWaiting;
import dev.millrace.state.WriteBehindStore.Form;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Runs, as stored. A route's plan or agent is not stored with each of its runs: it is that of the
 * pipeline which the run goes by, and looked up by name. If that is not the one that it was begun
 * under, and has it no more, the run is {@link Uprooted}.
 */
final class RunCodec {
  private static final String EMBED = "embed";
  private static final String ASK_ROUTE = "ask_route";

  private final Function<RunFacts, Pipeline> pipelines;

  private RunCodec(Function<RunFacts, Pipeline> pipelines) {
    this.pipelines = pipelines;
  }

  static Serde<RunRecord> records() {
    return AvroCodec.serde(RunRecord.getEncoder(), RunRecord.getDecoder());
  }

  /**
   * Reads and writes runs.
   *
   * @param pipelines what each goes by
   */
  static Form<RunId, RunRecord, LiveRun> form(Function<RunFacts, Pipeline> pipelines) {
    RunCodec codec = new RunCodec(pipelines);
    return new Form<>(RunCodec::store, codec::read);
  }

  private static RunRecord store(LiveRun live) {
    RunRecord stored = store(live.run());
    List<StoredPromise> promised = new ArrayList<>(live.promised().size());
    for (PendingCall call : live.promised()) {
      CallId id = call.id();
      promised.add(new StoredPromise(id.step(), id.index(), PendingCallCodec.store(call)));
    }
    stored.setPromised(promised);
    Inquiry inquiry = live.inquiry();
    stored.setInquiry(inquiry == null ? null : InquiryCodec.store(inquiry));
    List<StoredPart> parts = new ArrayList<>(live.parts().size());
    for (Part part : live.parts()) {
      CallId id = part.id();
      parts.add(new StoredPart(id.step(), id.index(), PartCodec.store(part)));
    }
    stored.setParts(parts);
    return stored;
  }

  private LiveRun read(RunId id, RunRecord stored) {
    InquiryRecord inquiry = stored.getInquiry();
    return new LiveRun(
        read(stored),
        inquiry == null ? null : InquiryCodec.read(inquiry),
        stored.getParts().stream().map(part -> part(id, part)).toList(),
        stored.getPromised().stream().map(promise -> promise(id, promise)).toList());
  }

  private static Part part(RunId run, StoredPart stored) {
    return PartCodec.read(new CallId(run, stored.getStep(), stored.getIndex()), stored.getPart());
  }

  private static PendingCall promise(RunId run, StoredPromise stored) {
    CallId id = new CallId(run, stored.getStep(), stored.getIndex());
    return PendingCallCodec.read(id, stored.getCall());
  }

  private static RunRecord store(Run run) {
    RunRecord stored = new RunRecord();
    storeFacts(stored, run.facts());
    storeTally(stored, run.tally());
    if (run instanceof Classifying classifying) {
      String asks = classifying.purpose() instanceof CallSpec.Embed ? EMBED : ASK_ROUTE;
      stored.setLastStep(classifying.step());
      stored.setSteps(List.of());
      stored.setPermits(List.of());
      stored.setClassifying(
          new StoredClassifying(
              classifying.step(), asks, classifying.candidates(), classifying.launched()));
    } else if (run instanceof Working working) {
      stored.setLastStep(working.step());
      stored.setRouting(store(working.routing()));
      stored.setSteps(working.steps().stream().map(RunCodec::store).toList());
      stored.setPermits(working.permits().stream().map(RunCodec::store).toList());
      storeWork(stored, working.work());
    }
    return stored;
  }

  private static void storeFacts(RunRecord stored, RunFacts facts) {
    stored.setRunId(facts.id().value());
    stored.setRequestId(facts.requestId());
    stored.setTenant(facts.tenant());
    stored.setUser(facts.user());
    stored.setPermissions(facts.permissions());
    stored.setWorkloadClass(facts.workloadClass());
    stored.setRecordKey(ByteBuffer.wrap(facts.recordKey().bytes()));
    stored.setReceivedAtMs(facts.receivedAtMs());
    stored.setStartedAtMs(facts.startedAtMs());
    stored.setDeadlineAtMs(facts.deadlineAtMs());
    storeAsked(stored, facts.asked());
    stored.setCacheRead(facts.cache().read());
    stored.setCacheWrite(facts.cache().write());
    stored.setCacheMaxAgeMs(facts.cache().maxAgeMs());
    stored.setTraceParent(facts.traceParent());
    stored.setPipelineVersion(facts.pipelineVersion());
    stored.setDefinition(facts.definition());
  }

  /** What it asked of its time is in its deadline. */
  private static void storeAsked(RunRecord stored, RunLimits asked) {
    stored.setAskedMoneyNanos(asked.spent().moneyNanos());
    stored.setAskedTokens(asked.spent().tokens());
    stored.setAskedModelCalls(asked.spent().modelCalls());
    stored.setAskedToolCalls(asked.spent().toolCalls());
    stored.setAskedSteps(asked.steps());
    stored.setAskedRetries(asked.retries());
  }

  private static void storeTally(RunRecord stored, Tally tally) {
    stored.setSpent(LedgerCodec.store(tally.budget().spent()));
    stored.setReserved(LedgerCodec.store(tally.budget().reserved()));
    stored.setUsage(LedgerCodec.store(tally.usage()));
    stored.setSavedNanos(tally.saved().toolCacheNanos());
    stored.setPromptCacheSavedNanos(tally.saved().promptCacheNanos());
    stored.setRetries(tally.retries());
    stored.setTrimmed(tally.trimmed());
    stored.setAlarms(tally.alarms().stream().map(Words::of).sorted().toList());
    stored.setStepCosts(tally.steps().each().stream().map(RunCodec::store).toList());
  }

  private static StoredStepCost store(StepCost cost) {
    return new StoredStepCost(
        cost.step(),
        cost.amountNanos(),
        cost.system(),
        cost.toolSchemas(),
        cost.history(),
        cost.toolOutput(),
        cost.carried(),
        cost.outputTokens());
  }

  private static StepCost stepCost(StoredStepCost stored) {
    return new StepCost(
        stored.getStep(),
        stored.getAmountNanos(),
        stored.getSystemTokens(),
        stored.getToolSchemaTokens(),
        stored.getHistoryTokens(),
        stored.getToolOutputTokens(),
        stored.getCarriedTokens(),
        stored.getOutputTokens());
  }

  private static StoredRouting store(Routing routing) {
    return new StoredRouting(
        routing.route(), routing.by(), routing.confidence(), routing.extracted());
  }

  private static StoredStep store(StepTimes step) {
    return new StoredStep(step.step(), step.calls(), step.startedAtMs(), step.endedAtMs());
  }

  private static void storeWork(RunRecord stored, Work work) {
    if (work instanceof PlanWork plan) {
      List<StoredNode> nodes = new ArrayList<>(plan.nodes().size());
      plan.nodes().forEach((name, node) -> nodes.add(store(name, node)));
      stored.setPlan(new StoredPlan(nodes));
    } else if (work instanceof AgentWork agent) {
      stored.setAgent(store(agent));
    } else if (work instanceof Closing closing) {
      storeWork(stored, closing.main());
      stored.setClosing(store(closing));
    } else if (work instanceof Waiting waiting) {
      storeWork(stored, waiting.main());
      stored.setWaiting(store(waiting));
    } else {
      throw new IllegalStateException("a run that was uprooted is ended, and never stored again");
    }
  }

  private static StoredClosing store(Closing closing) {
    return new StoredClosing(
        closing.call().step(),
        Words.of(closing.state()),
        closing.ending().reason(),
        closing.ending().detail());
  }

  private static StoredWaiting store(Waiting waiting) {
    return new StoredWaiting(
        waiting.refused().stream().map(RunCodec::store).toList(),
        waiting.ending().reason(),
        waiting.ending().detail(),
        waiting.sinceMs(),
        waiting.untilMs());
  }

  private static StoredPermit store(Permit permit) {
    BudgetLimits more = permit.more();
    return new StoredPermit(
        permit.control(),
        more.moneyNanos(),
        more.tokens(),
        more.inputTokens(),
        more.outputTokens(),
        more.modelCalls(),
        more.toolCalls(),
        permit.steps());
  }

  private static Permit permit(StoredPermit stored) {
    BudgetLimits more =
        new BudgetLimits(
            stored.getMoneyNanos(),
            stored.getTokens(),
            stored.getInputTokens(),
            stored.getOutputTokens(),
            stored.getModelCalls(),
            stored.getToolCalls());
    return new Permit(stored.getControl(), more, stored.getSteps());
  }

  private static StoredAgent store(AgentWork agent) {
    return new StoredAgent(
        agent.turn(),
        agent.asking(),
        agent.offered(),
        agent.limit(),
        agent.wanted().stream().map(RunCodec::store).toList(),
        agent.later().stream().map(RunCodec::store).toList(),
        agent.flying().stream().map(id -> new StoredCallRef(id.step(), id.index())).toList(),
        TrailCodec.store(agent.trail()));
  }

  private static StoredNode store(String name, PlanWork.Node node) {
    CallId call = node.call();
    return new StoredNode(
        name,
        Words.of(node.state()),
        call == null ? -1 : call.step(),
        call == null ? -1 : call.index(),
        node.sinceMs());
  }

  private static StoredCallSpec store(CallSpec spec) {
    return new StoredCallSpec(spec.id().step(), spec.id().index(), Purposes.store(spec.purpose()));
  }

  private static StoredLater store(AgentWork.Later later) {
    return new StoredLater(store(later.spec()), List.copyOf(later.behind()));
  }

  private Run read(RunRecord stored) {
    RunFacts facts = facts(stored);
    Tally tally =
        new Tally(
            new Budget(LedgerCodec.read(stored.getSpent()), LedgerCodec.read(stored.getReserved())),
            LedgerCodec.read(stored.getUsage()),
            new Savings(stored.getSavedNanos(), stored.getPromptCacheSavedNanos()),
            stored.getRetries(),
            stored.getTrimmed(),
            new StepCosts(stored.getStepCosts().stream().map(RunCodec::stepCost).toList()),
            stored.getAlarms().stream()
                .map(word -> Words.read(Alarm.class, word))
                .collect(toUnmodifiableSet()));
    StoredClassifying classifying = stored.getClassifying();
    if (classifying != null) {
      return new Classifying(
          facts,
          tally,
          classifying.getStep(),
          classifying.getAsks().equals(EMBED) ? new CallSpec.Embed() : new CallSpec.AskRoute(),
          classifying.getCandidates(),
          classifying.getLaunched());
    }
    Routing routing = routing(stored.getRouting());
    return new Working(
        facts,
        tally,
        routing,
        stored.getLastStep(),
        stored.getSteps().stream().map(RunCodec::step).toList(),
        work(facts, routing.route(), stored),
        stored.getPermits().stream().map(RunCodec::permit).toList(),
        atLimit(facts, routing.route()));
  }

  private AtLimit atLimit(RunFacts facts, String routeName) {
    Route route = pipelines.apply(facts).routes().get(routeName);
    return route == null ? AtLimit.NOTHING : route.atLimit();
  }

  private static RunFacts facts(RunRecord stored) {
    ByteBuffer key = stored.getRecordKey();
    byte[] keyBytes = new byte[key.remaining()];
    key.duplicate().get(keyBytes);
    return new RunFacts(
        new RunId(stored.getRunId()),
        stored.getRequestId(),
        stored.getTenant(),
        stored.getUser(),
        stored.getPermissions(),
        RecordKey.of(keyBytes),
        stored.getWorkloadClass(),
        stored.getReceivedAtMs(),
        stored.getStartedAtMs(),
        stored.getDeadlineAtMs(),
        asked(stored),
        new RunFacts.CacheUse(
            stored.getCacheRead(), stored.getCacheWrite(), stored.getCacheMaxAgeMs()),
        stored.getTraceParent(),
        stored.getPipelineVersion(),
        stored.getDefinition());
  }

  private static RunLimits asked(RunRecord stored) {
    BudgetLimits spent =
        new BudgetLimits(
            stored.getAskedMoneyNanos(),
            stored.getAskedTokens(),
            stored.getAskedModelCalls(),
            stored.getAskedToolCalls());
    return new RunLimits(spent, stored.getAskedSteps(), stored.getAskedRetries(), null);
  }

  private static Routing routing(@Nullable StoredRouting stored) {
    if (stored == null) {
      throw new IllegalStateException("a run at work without a route");
    }
    return new Routing(
        stored.getRoute(), stored.getBy(), stored.getConfidence(), stored.getExtracted());
  }

  private static StepTimes step(StoredStep stored) {
    return new StepTimes(
        stored.getStep(), stored.getCalls(), stored.getStartedAtMs(), stored.getEndedAtMs());
  }

  /** The work as it was left, or what is left of it where the file has changed meanwhile. */
  private Work work(RunFacts facts, String routeName, RunRecord stored) {
    Route route = pipelines.apply(facts).routes().get(routeName);
    Work main = main(facts.id(), routeName, route, stored);
    StoredClosing closing = stored.getClosing();
    StoredWaiting waiting = stored.getWaiting();
    if (waiting != null && !(main instanceof Uprooted)) {
      return waiting(facts.id(), main, waiting);
    }
    return closing == null ? main : closing(facts.id(), routeName, route, main, closing);
  }

  private static Waiting waiting(RunId run, Work main, StoredWaiting stored) {
    return new Waiting(
        main,
        stored.getRefused().stream().map(spec -> spec(run, spec)).toList(),
        Ending.incomplete(stored.getReason(), stored.getDetail()),
        stored.getSinceMs(),
        stored.getUntilMs());
  }

  private static Work closing(
      RunId run, String routeName, @Nullable Route route, Work main, StoredClosing stored) {
    CallId call = new CallId(run, stored.getStep(), 0);
    Closing.State state = Words.read(Closing.State.class, stored.getState());
    Ending ending = Ending.incomplete(stored.getReason(), stored.getDetail());
    Closing closing = new Closing(main, ending, call, state);
    if (main instanceof Uprooted uprooted) {
      return new Uprooted(uprooted.why(), closing.flying());
    }
    return route != null && route.atLimit().lastWord() != null
        ? closing
        : new Uprooted("The route " + routeName + " has no last word any more.", closing.flying());
  }

  private static Work main(RunId run, String routeName, @Nullable Route route, RunRecord stored) {
    StoredPlan plan = stored.getPlan();
    if (plan != null) {
      return plan(run, routeName, route, plan);
    }
    StoredAgent agent = Objects.requireNonNull(stored.getAgent(), "a run with nothing to do");
    if (route != null && route.way() instanceof Agent way) {
      return agent(run, way, agent);
    }
    return new Uprooted(changed(routeName, route, "agent"), flying(run, agent));
  }

  private static Work plan(RunId run, String routeName, @Nullable Route route, StoredPlan stored) {
    Map<String, PlanWork.Node> nodes = new LinkedHashMap<>();
    stored.getNodes().forEach(node -> nodes.put(node.getName(), node(run, node)));
    if (route == null || !(route.way() instanceof Plan plan)) {
      return new Uprooted(changed(routeName, route, "plan"), PlanWork.flying(nodes));
    }
    for (String name : nodes.keySet()) {
      if (!plan.calls().containsKey(name)) {
        String why = "The plan of route " + routeName + " has no call " + name + " any more.";
        return new Uprooted(why, PlanWork.flying(nodes));
      }
    }
    return PlanWork.resumed(plan, nodes);
  }

  private static String changed(String name, @Nullable Route now, String way) {
    return now == null
        ? "The pipeline file has no route " + name + " any more."
        : "The route " + name + " is no " + way + " any more.";
  }

  private static PlanWork.Node node(RunId run, StoredNode stored) {
    CallId call =
        stored.getStep() < 0 ? null : new CallId(run, stored.getStep(), stored.getIndex());
    PlanWork.State state = Words.read(PlanWork.State.class, stored.getState());
    return new PlanWork.Node(state, call, stored.getSinceMs());
  }

  private static AgentWork agent(RunId run, Agent agent, StoredAgent stored) {
    return new AgentWork(
        agent,
        stored.getTurn(),
        stored.getAsking(),
        stored.getOffered(),
        stored.getLimit(),
        stored.getWanted().stream().map(spec -> spec(run, spec)).toList(),
        stored.getLater().stream()
            .map(
                later ->
                    new AgentWork.Later(spec(run, later.getCall()), Set.copyOf(later.getBehind())))
            .toList(),
        flying(run, stored),
        TrailCodec.read(stored.getTrail()));
  }

  private static CallSpec spec(RunId run, StoredCallSpec stored) {
    return new CallSpec(
        new CallId(run, stored.getStep(), stored.getIndex()), Purposes.read(stored.getPurpose()));
  }

  private static Set<CallId> flying(RunId run, StoredAgent stored) {
    Set<CallId> flying = new LinkedHashSet<>();
    stored.getFlying().forEach(ref -> flying.add(new CallId(run, ref.getStep(), ref.getIndex())));
    return flying;
  }
}
