// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definitions;
import dev.millrace.engine.Mailbox;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.Inquiry;
import dev.millrace.route.Decision;
import dev.millrace.route.Question;
import dev.millrace.route.RouteClassifier;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallResult;
import dev.millrace.run.Classifying;
import dev.millrace.run.Ending;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Routing;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;
import dev.millrace.run.RunStatus;
import dev.millrace.run.Tally;
import dev.millrace.run.Transition;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.state.RunStore;
import dev.millrace.state.Stores;
import dev.millrace.wire.ProgressEvents;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Finds each run its route: by hint and rules at once, else by asking the embedder, and a model
 * only if that leaves it unsure. Whom it asks, it asks through the engine like any other call.
 */
final class ClassifyProcessor implements Processor<RunId, Signal, Object, Object> {
  private final Shared shared;
  private final Definitions definitions;

  private ProcessorContext<Object, Object> context;
  private RunStore runs;
  private Mailbox mailbox;
  private Publisher publisher;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  ClassifyProcessor(Shared shared) {
    this.shared = shared;
    this.definitions = shared.definitions();
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    runs = Stores.runs(context::getStateStore);
    mailbox = context.getStateStore(Mailbox.NAME);
    publisher = new Publisher(context, shared.metrics(), mailbox.notices());
  }

  @Override
  public void process(Record<RunId, Signal> record) {
    Signal signal = record.value();
    if (signal instanceof Signal.Admitted admitted) {
      begin(admitted.facts(), admitted.inquiry());
    } else if (signal instanceof Signal.RouteAnswered answered
        && runs.get(answered.run()) instanceof Classifying run) {
      goOn(run, answered.result());
    }
  }

  private void begin(RunFacts facts, Inquiry inquiry) {
    Decision decision = definitions.of(facts).classifier().decide(question(facts, inquiry));
    if (decision instanceof Decision.Refused refused) {
      forward(new Signal.Refused(facts, inquiry, ending(refused)), Node.FAN_IN);
      return;
    }
    Pipeline pipeline = definitions.of(facts).pipeline();
    RunFacts bounded = facts.taking(pipeline.longestWallClock(facts.workloadClass()));
    Run run = next(bounded, Tally.NONE, null, decision);
    shared.metrics().moved(null, run, null);
    mailbox.runBegan(facts.id(), run.wakeAtMs());
    runs.begin(run, inquiry);
    leave(run);
  }

  private void goOn(Classifying run, CallResult result) {
    Question question = question(run.facts(), runs.inquiry(run.facts().id()));
    RouteClassifier classifier = definitions.of(run.facts()).classifier();
    Decision decision = decide(classifier, question, result);
    if (decision instanceof Decision.Refused refused) {
      forward(new Signal.Ended(run.facts().id(), ending(refused)), Node.FAN_IN);
      return;
    }
    Run next = next(run.facts(), run.tally(), run, decision);
    shared.metrics().moved(run, next, null);
    runs.put(next);
    mailbox.wakeRunAt(next.facts().id(), next.wakeAtMs());
    leave(next);
  }

  private static Decision decide(RouteClassifier classifier, Question question, CallResult result) {
    if (result instanceof CallResult.Vector vector) {
      return classifier.decide(question, vector.values());
    }
    // Who could not be asked has no opinion.
    String answer = result instanceof CallResult.ModelAnswer model ? model.response().text() : "";
    return classifier.decide(question, answer);
  }

  private Run next(RunFacts facts, Tally tally, @Nullable Classifying asked, Decision decision) {
    if (decision instanceof Decision.AskEmbedding) {
      return Classifying.byExamples(facts);
    }
    if (decision instanceof Decision.AskModel ask) {
      return asked == null
          ? Classifying.byModel(facts, ask.candidates())
          : asked.byModel(ask.candidates());
    }
    Decision.Routed routed = (Decision.Routed) decision;
    Route route = definitions.of(facts).route(routed.route()).orElseThrow();
    Routing routing =
        new Routing(
            routed.route(),
            routed.by().name().toLowerCase(Locale.ROOT),
            routed.confidence(),
            routed.extracted());
    Budgets budgets = definitions.of(facts).pipeline().budgets();
    RunLimits limits = budgets.ofRun(route, facts.workloadClass());
    RunFacts bounded = facts.taking(route.deadline()).taking(limits.wallClock());
    int lastStep = asked == null ? 0 : asked.step();
    Transition start =
        Working.start(
            bounded,
            tally,
            lastStep,
            routing,
            work(route),
            route.atLimit(),
            context.currentSystemTimeMs());
    return start.next();
  }

  private static Work work(Route route) {
    return route.way() instanceof Plan plan ? PlanWork.of(plan) : AgentWork.of((Agent) route.way());
  }

  private void leave(Run run) {
    RunFacts facts = run.facts();
    if (run instanceof Working working) {
      long nowMs = context.currentSystemTimeMs();
      publisher.progress(facts, () -> ProgressEvents.classified(working, nowMs));
      if (working.isOver()) {
        forward(new Signal.Ended(facts.id(), Ending.completed()), Node.FAN_IN);
        return;
      }
    }
    forward(new Signal.StepWanted(facts.id()), Node.FAN_OUT);
  }

  private void forward(Signal signal, String node) {
    context.forward(new Record<>(signal.run(), signal, context.currentSystemTimeMs()), node);
  }

  private static Question question(RunFacts facts, Inquiry inquiry) {
    String hint = inquiry.routeHint();
    return new Question(
        inquiry.text(),
        inquiry.attributes(),
        Set.copyOf(facts.permissions()),
        hint.isEmpty() ? null : hint);
  }

  private static Ending ending(Decision.Refused refused) {
    return new Ending(RunStatus.REJECTED, refused.reason(), refused.detail());
  }
}
