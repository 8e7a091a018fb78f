// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static dev.millrace.run.Samples.DEADLINE_MS;
import static dev.millrace.run.Samples.START_MS;
import static dev.millrace.run.Samples.call;
import static dev.millrace.run.Samples.charge;
import static dev.millrace.run.Samples.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Guard;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of run does with every kind of event. */
class RunEventsTest {
  private static final Map<Class<?>, Run> RUNS =
      Map.of(
          Classifying.class, Classifying.byExamples(Samples.facts()).launched(START_MS),
          PlanWork.class, working(PlanWork.of(Samples.plan(node("a"), node("b")))),
          AgentWork.class,
              working(
                  AgentWork.of(new Agent("m", "", List.of(), 3, 1, Map.of(), null, Guard.USUAL))),
          Waiting.class,
              working(
                  new Waiting(
                      working(PlanWork.of(Samples.plan(node("a"), node("b")))).work(),
                      List.of(new CallSpec(call(1, 0), new CallSpec.Node("a"))),
                      Ending.incomplete(Reason.DEADLINE, "Nobody let it go on."),
                      START_MS + 1,
                      DEADLINE_MS)),
          Closing.class,
              working(
                  Closing.of(
                      PlanWork.of(Samples.plan(node("a"))),
                      Ending.incomplete(Reason.DEADLINE, "The time kept for it has come."),
                      call(1, 0))));

  private static final Map<Class<?>, RunEvent> EVENTS =
      Map.of(
          RunEvent.CallEnded.class,
          new RunEvent.CallEnded(call(7, 7), Samples.said("late"), charge(5)),
          RunEvent.Refused.class,
          new RunEvent.Refused(
              new CallSpec(call(7, 7), new CallSpec.Node("a")),
              CallResult.Failed.overBudget("cost", "No more.")),
          RunEvent.Permitted.class,
          new RunEvent.Permitted(new Permit("c", BudgetLimits.NONE, 0)),
          RunEvent.Denied.class,
          new RunEvent.Denied("too dear"),
          RunEvent.TimeCame.class,
          new RunEvent.TimeCame(),
          RunEvent.Cancel.class,
          new RunEvent.Cancel("not needed"));

  private static Working working(Work work) {
    Transition begun =
        Working.start(
            Samples.facts(), Tally.NONE, 0, Samples.routing("r"), work, AtLimit.NOTHING, START_MS);
    return (Working) begun.next().launched(START_MS);
  }

  static Stream<Run> runs() {
    return RUNS.values().stream();
  }

  /** A new kind of run, of work or of event needs a story here. */
  @Test
  void everyKindIsHere() {
    Set<Class<?>> kinds =
        Stream.concat(leaves(Run.class), leaves(Work.class))
            .filter(kind -> kind != Working.class && kind != Uprooted.class)
            .collect(Collectors.toSet());
    assertThat(RUNS.keySet()).isEqualTo(kinds);
    assertThat(EVENTS.keySet()).isEqualTo(leaves(RunEvent.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> leaves(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(RunEventsTest::leaves)
        : Stream.of(sealed);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void noEventOfAnyKindLosesTheRunsFactsOrItsMoney(Run run) {
    EVENTS.forEach(
        (kind, event) -> {
          Transition transition = run.on(event, START_MS + 1);
          assertThat(transition.next().facts()).isEqualTo(run.facts());
          long paid = kind == RunEvent.CallEnded.class ? 5 : 0;
          assertThat(transition.next().tally().budget().spent().moneyNanos()).isEqualTo(paid);
        });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void anEventIsAnsweredTheSameWayTwice(Run run) {
    EVENTS
        .values()
        .forEach(event -> assertThat(run.on(event, START_MS)).isEqualTo(run.on(event, START_MS)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aCallThatIsNotFlyingIsPaidAndChangesNothingElse(Run run) {
    Transition late =
        run.on(new RunEvent.CallEnded(call(7, 7), Samples.said("late"), charge(5)), START_MS);

    assertThat(late.ending()).isNull();
    assertThat(late.cancelled()).isEmpty();
    assertThat(late.next()).isEqualTo(run.withTally(run.tally().plus(call(7, 7), charge(5))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void beforeItsDeadlineTimeChangesNothing(Run run) {
    assertThat(run.on(new RunEvent.TimeCame(), DEADLINE_MS - 1)).isEqualTo(Transition.to(run));
    assertThat(run.wakeAtMs()).isEqualTo(DEADLINE_MS);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void atItsDeadlineItEndsIncompleteAndCallsOffWhatFlies(Run run) {
    Transition end = run.on(new RunEvent.TimeCame(), DEADLINE_MS);

    assertThat(end.ending()).isNotNull();
    assertThat(end.ending().status()).isEqualTo(RunStatus.INCOMPLETE);
    assertThat(end.ending().reason()).isEqualTo(Reason.DEADLINE);
    assertThat(end.cancelled()).isNotEmpty().containsExactlyInAnyOrderElementsOf(run.flying());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void calledOffItEndsAtOnceAndCallsOffWhatFlies(Run run) {
    Transition end = run.on(new RunEvent.Cancel("not needed"), START_MS);

    assertThat(end.ending()).isEqualTo(new Ending(RunStatus.CANCELLED, "cancelled", "not needed"));
    assertThat(end.cancelled()).isNotEmpty().containsExactlyInAnyOrderElementsOf(run.flying());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void stoppedItEndsAsItIsToldAndCallsOffWhatFlies(Run run) {
    Ending ending = Ending.routeChanged("gone");

    Transition end = run.stop(ending);

    assertThat(end).isEqualTo(new Transition(run, List.copyOf(run.flying()), ending));
    assertThat(end.cancelled()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void whatHasLeftIsNotWantedAgain(Run run) {
    assertThat(run.wanted()).isEmpty();
    assertThat(run.launched(START_MS + 9)).isEqualTo(run);
  }

  // Working: money and steps.

  @Test
  void aChargeMovesWhatWasHeldToWhatWasSpent() {
    Amounts held = Amounts.ofModelCall(100, 50, 0);
    Working run = working(PlanWork.of(Samples.plan(node("a"), node("b"))));
    Run holding = run.withTally(run.tally().withBudget(run.tally().budget().reserve(held)));
    Charge charge =
        new Charge(
            held,
            Amounts.ofModelCall(40, 30, 0),
            Usage.of(20, 10),
            InputBuckets.NONE,
            new Savings(3, -1));

    Tally after =
        holding
            .on(new RunEvent.CallEnded(call(1, 0), Samples.tool("1"), charge), START_MS)
            .next()
            .tally();

    assertThat(after.budget().reserved()).isEqualTo(Amounts.NONE);
    assertThat(after.budget().spent()).isEqualTo(Amounts.ofModelCall(40, 30, 0));
    assertThat(after.usage()).isEqualTo(Usage.of(20, 10));
    assertThat(after.saved()).isEqualTo(new Savings(3, -1));
  }

  @Test
  void aStepEndsWithTheLastOfItsCalls() {
    Run run = working(PlanWork.of(Samples.plan(node("a"), node("b"), node("c", "a"))));

    Run first = ended(run, call(1, 0), START_MS + 10).launched(START_MS + 10);
    assertThat(((Working) first).steps())
        .containsExactly(new StepTimes(1, 2, START_MS, 0), new StepTimes(2, 1, START_MS + 10, 0));

    Run second = ended(first, call(1, 1), START_MS + 20);
    assertThat(((Working) second).steps())
        .containsExactly(
            new StepTimes(1, 2, START_MS, START_MS + 20), new StepTimes(2, 1, START_MS + 10, 0));
  }

  @Test
  void stepsOfAPlanGoOnFromThoseOfTheClassifier() {
    Work work = PlanWork.of(Samples.plan(node("a")));
    Run run =
        Working.start(
                Samples.facts(),
                Tally.NONE,
                4,
                Samples.routing("r"),
                work,
                AtLimit.NOTHING,
                START_MS)
            .next();
    assertThat(run.wanted()).extracting(CallSpec::id).containsExactly(call(5, 0));
  }

  @Test
  void whatWasUprootedEndsAtWhateverComesNext() {
    Work lost = new Uprooted("gone", Set.of(call(1, 0), call(1, 1)));
    Working run =
        new Working(
            Samples.facts(),
            Tally.NONE,
            Samples.routing("r"),
            1,
            List.of(),
            lost,
            List.of(),
            AtLimit.NOTHING);
    RunEvent ended = new RunEvent.CallEnded(call(1, 0), Samples.tool("{}"), charge(5));

    for (RunEvent event : List.of(ended, new RunEvent.TimeCame())) {
      Transition end = run.on(event, START_MS);

      assertThat(end.ending()).isEqualTo(Ending.routeChanged("gone"));
      assertThat(end.cancelled()).containsExactlyInAnyOrder(call(1, 0), call(1, 1));
    }
    assertThat(run.wanted()).isEmpty();
    assertThat(run.wakeAtMs()).isLessThan(START_MS);
  }

  @Test
  void aCallThatFailsWhenTheTimeIsUpIsTheDeadlineAndNoFailure() {
    Working run = working(PlanWork.of(Samples.plan(node("a"), node("b"))));
    RunEvent timeout =
        new RunEvent.CallEnded(call(1, 0), Samples.failed(FailureKind.TIMEOUT), charge(5));

    Transition before = run.on(timeout, DEADLINE_MS - 1);
    Transition at = run.on(timeout, DEADLINE_MS);

    assertThat(before.ending()).isNotNull();
    assertThat(before.ending().reason()).isEqualTo("timeout");
    assertThat(at.ending()).isNotNull();
    assertThat(at.ending().status()).isEqualTo(RunStatus.INCOMPLETE);
    assertThat(at.ending().reason()).isEqualTo(Reason.DEADLINE);
    assertThat(at.next().tally().budget().spent().moneyNanos()).isEqualTo(5);
    assertThat(at.cancelled()).contains(call(1, 1));
  }

  @Test
  void aWriteOfUnknownOutcomeIsToldOfAlsoWhenTheTimeIsUp() {
    Working run = working(PlanWork.of(Samples.plan(node("a"), node("b"))));
    CallResult unknown = Samples.failed(FailureKind.UNKNOWN_OUTCOME);

    Transition end = run.on(new RunEvent.CallEnded(call(1, 0), unknown, Charge.NONE), DEADLINE_MS);

    assertThat(end.ending()).isNotNull();
    assertThat(end.ending().reason()).isEqualTo("unknown_outcome");
  }

  private static Run ended(Run run, CallId call, long atMs) {
    RunEvent event = new RunEvent.CallEnded(call, Samples.tool("{\"a\":1}"), Charge.NONE);
    return run.on(event, atMs).next();
  }

  // Classifying.

  @Test
  void aRunThatLooksForItsRouteAsksByExamplesThenByAModel() {
    Classifying embedding = Classifying.byExamples(Samples.facts());
    assertThat(embedding.wanted()).containsExactly(new CallSpec(call(0, 0), new CallSpec.Embed()));

    Classifying asking = embedding.launched(START_MS).byModel(List.of("a", "b"));
    assertThat(asking.wanted()).containsExactly(new CallSpec(call(1, 0), new CallSpec.AskRoute()));
    assertThat(asking.candidates()).containsExactly("a", "b");
  }

  @Test
  void aQuestionWhoseAnswerWasPaidAndLostIsPutAgainAsAnotherCall() {
    Classifying asked = Classifying.byModel(Samples.facts(), List.of("a")).launched(START_MS);
    assertThat(asked.asksAgain().wanted())
        .containsExactly(new CallSpec(call(1, 0), new CallSpec.AskRoute()));
  }

  @Test
  void theMoneyOfTheClassifierGoesWithTheRun() {
    Classifying asked = Classifying.byModel(Samples.facts(), List.of("a")).launched(START_MS);
    RunEvent answer = new RunEvent.CallEnded(call(0, 0), Samples.said("a"), charge(7));
    assertThat(asked.on(answer, START_MS).next().tally().budget().spent().moneyNanos())
        .isEqualTo(7);
  }

  // Names.

  @Test
  void runIdsAreStableAndKeepTenantsApart() {
    assertThat(RunId.of("acme", "r-1").value()).isEqualTo(RunId.of("acme", "r-1").value());
    assertThat(RunId.of("ab", "c")).isNotEqualTo(RunId.of("a", "bc"));
    assertThat(RunId.of("1:a", "b")).isNotEqualTo(RunId.of("1", ":ab"));
    assertThat(RunId.of("", "x")).isNotEqualTo(RunId.of("x", ""));
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(RunId.of("acme", "r-" + i).value());
    }
    assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("[0-9a-z]{25}"));
  }

  @Test
  void callIdsSortByRunStepAndIndex() {
    assertThat(Stream.of(call(10, 0), call(2, 1), call(2, 0)).sorted())
        .containsExactly(call(2, 0), call(2, 1), call(10, 0));
  }

  @Test
  void whatWasExtractedHasOneOrderInEveryProcess() {
    Map<String, String> found = new LinkedHashMap<>();
    List.of("user", "order", "number", "city", "day").forEach(name -> found.put(name, "x"));

    Routing routing = new Routing("status", "rule", 1, found);

    assertThat(routing.extracted().keySet())
        .containsExactly("city", "day", "number", "order", "user");
  }
}
