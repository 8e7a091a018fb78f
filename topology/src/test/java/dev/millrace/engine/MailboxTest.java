// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.CalledOffException;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.kafka.Loop;
import dev.millrace.kafka.Loops;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.Samples;
import dev.millrace.tool.ToolRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxTest {
  private static final Seat SEAT = new Seat(new Lane(Kind.EMBEDDING, "embedder"), "acme", false);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final CallId FIRST = Samples.call(0, 0);
  private static final CallId SECOND = Samples.call(0, 1);

  private final Map<CallId, CompletableFuture<Outcome<CallResult>>> sent = new HashMap<>();
  private final AtomicInteger commitsAsked = new AtomicInteger();
  private final Slots slots = slots(10_000);
  private final Mailbox mailbox = new Mailbox(slots);
  private final Loop loop = new StreamThreads(Duration.ZERO).forCurrentThread();

  private static Slots slots(int most) {
    return new Slots(new Slots.Bounds(most, most, most, Map.of()), () -> 0);
  }

  private CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
    CompletableFuture<Outcome<CallResult>> future = new CompletableFuture<>();
    sent.put(call.id(), future);
    return future;
  }

  @BeforeEach
  void attach() {
    mailbox.attach(loop, () -> {}, commitsAsked::incrementAndGet);
  }

  @Test
  void whatComesBackIsTakenOnceAndFreesItsSlot() {
    fly(FIRST, 1, 0);
    assertThat(mailbox.take(0)).isNull();

    answer(FIRST);

    assertThat(slots.inFlight()).isZero();
    assertThat(mailbox.workWaits()).isTrue();
    Mailbox.Ended ended = (Mailbox.Ended) mailbox.take(1);
    assertThat(ended).isNotNull();
    assertThat(ended.completion().id()).isEqualTo(FIRST);
    assertThat(ended.completion().attempt()).isEqualTo(1);
    assertThat(mailbox.take(1)).isNull();
    assertThat(mailbox.idle()).isTrue();
  }

  @Test
  void aClientThatThrowsIsAFailedCallAndNotADeadThread() {
    fly(FIRST, 1, 0);
    future(FIRST).completeExceptionally(new IllegalStateException("a bug of ours"));

    Mailbox.Ended ended = (Mailbox.Ended) mailbox.take(1);
    assertThat(ended).isNotNull();
    assertThat(ended.completion().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.failure().kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    assertThat(slots.inFlight()).isZero();
  }

  @Test
  void aCalledOffCallFreesItsSlotAndIsHeardOfNoMore() {
    fly(FIRST, 1, 0);

    assertThat(mailbox.callOff(FIRST, 1)).isNotNull();

    assertThat(future(FIRST)).isCancelled();
    assertThat(slots.inFlight()).isZero();
    assertThat(mailbox.take(1)).isNull();
    assertThat(mailbox.callOff(FIRST, 1)).isNull();
    assertThat(slots.inFlight()).isZero();
  }

  @Test
  void aClientThatNeverAnswersIsGivenUp() {
    fly(FIRST, 1, 0);
    fly(SECOND, 1, 3_000);
    mailbox.sweep(5_999);
    assertThat(mailbox.take(5_999)).isNull();

    mailbox.sweep(7_000);

    Mailbox.Ended ended = (Mailbox.Ended) mailbox.take(7_000);
    assertThat(ended).isNotNull();
    assertThat(ended.completion().id()).isEqualTo(FIRST);
    assertThat(ended.completion().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT));
    assertThat(future(FIRST)).isCancelled();
    assertThat(slots.inFlight()).isEqualTo(1);
  }

  @Test
  void aCallThatHasToWaitGetsATurnOnceASlotIsFree() {
    Mailbox narrow = new Mailbox(slots(1));
    narrow.attach(loop, () -> {}, () -> {});
    assertThat(narrow.takeSlot(SEAT)).isTrue();
    narrow.fly(this::send, call(FIRST), 1, SEAT, TIMEOUT, 0);
    assertThat(narrow.takeSlot(SEAT)).isFalse();
    Exhausted day = Exhausted.NONE.plus(new Pot("group", BudgetWindow.DAY), 0);
    narrow.lineUp(SECOND, SEAT, day);
    assertThat(narrow.take(1)).isNull();
    assertThat(narrow.workWaits()).isFalse();

    answer(FIRST);

    assertThat(narrow.take(1)).isInstanceOf(Mailbox.Ended.class);
    assertThat(narrow.take(1)).isEqualTo(new Mailbox.Turn(SECOND, SEAT));
    assertThat(narrow.exhausted(SECOND)).isEqualTo(day);
    assertThat(narrow.exhausted(SECOND)).isEqualTo(Exhausted.NONE);
  }

  @Test
  void completionsGoBeforeStepsBeforeTimersBeforeTurns() {
    mailbox.lineUp(SECOND, SEAT);
    mailbox.callDueAt(SECOND, SEAT, 10);
    mailbox.wakeRunAt(Samples.RUN, 5);
    mailbox.step(Samples.RUN);
    fly(FIRST, 1, 0);
    answer(FIRST);

    assertThat(mailbox.take(10)).isInstanceOf(Mailbox.Ended.class);
    assertThat(mailbox.take(10)).isEqualTo(new Mailbox.Step(Samples.RUN));
    assertThat(mailbox.take(10)).isEqualTo(new Mailbox.RunDue(Samples.RUN));
    assertThat(mailbox.take(10)).isEqualTo(new Mailbox.CallDue(SECOND, SEAT));
    assertThat(mailbox.take(10)).isEqualTo(new Mailbox.Turn(SECOND, SEAT));
    assertThat(mailbox.take(10)).isNull();
  }

  @Test
  void theThreadSleepsNoLongerThanUntilAnAccountHasRoom() {
    Lane lane = new Lane(Kind.MODEL, "provider");
    LaneBounds bounds = new LaneBounds(10, new AccountLimits(10L, null));
    AtomicLong clock = new AtomicLong(77);
    Slots limited = new Slots(new Slots.Bounds(10, 10, 10, Map.of(lane, bounds)), clock::get);
    Mailbox waiting = new Mailbox(limited);
    waiting.attach(loop, () -> {}, () -> {});
    Seat seat = new Seat(lane, "acme", false);
    assertThat(waiting.takeSlot(seat)).isTrue();
    assertThat(waiting.nextDueAtMs(5_000_000)).isEqualTo(Long.MAX_VALUE);

    waiting.lineUp(FIRST, seat);
    assertThat(waiting.nextDueAtMs(5_000_000)).isEqualTo(5_006_000);
    clock.addAndGet(6_000);
    assertThat(waiting.take(5_006_000)).isNull();
    waiting.letGo();

    assertThat(waiting.take(5_006_000)).isEqualTo(new Mailbox.Turn(FIRST, seat));
    assertThat(waiting.nextDueAtMs(5_006_000)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void itSaysWhenItIsNextToBeLookedAt() {
    assertThat(mailbox.nextDueAtMs(0)).isEqualTo(Long.MAX_VALUE);
    mailbox.wakeRunAt(Samples.RUN, 9_000);
    assertThat(mailbox.nextDueAtMs(0)).isEqualTo(9_000);
    mailbox.wakeRunAt(Samples.RUN, Long.MAX_VALUE);
    fly(FIRST, 1, 2_000);
    assertThat(mailbox.nextDueAtMs(0)).isEqualTo(3_000);
  }

  @Test
  void aWriteIsHeldBackUntilItsIntentIsCommitted() {
    mailbox.holdUntilCommit(FIRST, SEAT);
    assertThat(mailbox.idle()).isFalse();
    loop.commitIfDue(1_000);
    assertThat(commitsAsked).hasValue(1);
    // Outside Kafka every look finds a new commit.
    assertThat(mailbox.take(1_000)).isEqualTo(new Mailbox.Turn(FIRST, SEAT));
  }

  @Test
  void whoLeavesCallsOffWhatFliesAndForgetsTheRest() {
    mailbox.runBegan(Samples.RUN, 99_000);
    fly(FIRST, 1, 0);
    fly(SECOND, 1, 0);
    answer(SECOND);
    mailbox.step(Samples.RUN);
    mailbox.lineUp(SECOND, SEAT);

    mailbox.detach();

    assertThat(future(FIRST)).isCancelled();
    assertThat(slots.inFlight()).isZero();
    assertThat(slots.waiting()).isZero();
    assertThat(mailbox.take(100_000)).isNull();
    assertThat(mailbox.idle()).isTrue();
  }

  @Test
  void whoLeavesPassesOnTheTurnsItDidNotTake() {
    Slots one = slots(1);
    Mailbox leaves = new Mailbox(one);
    Mailbox stays = new Mailbox(one);
    leaves.attach(loop, () -> {}, () -> {});
    stays.attach(loop, () -> {}, () -> {});
    leaves.lineUp(FIRST, SEAT);
    leaves.lineUp(SECOND, SEAT);
    stays.lineUp(SECOND, SEAT);
    assertThat(leaves.workWaits()).isTrue();
    assertThat(stays.take(1)).isNull();
    assertThat(stays.idle()).isFalse();

    leaves.detach();

    assertThat(leaves.idle()).isTrue();
    assertThat(stays.take(1)).isEqualTo(new Mailbox.Turn(SECOND, SEAT));
    assertThat(stays.idle()).isTrue();
    assertThat(one.waiting()).isZero();
    assertThat(one.inFlight()).isEqualTo(1);
  }

  @Test
  void noCompletionOfManyThreadsIsLostAndEverySlotComesBack() throws Exception {
    int calls = 5_000;
    for (int i = 0; i < calls; i++) {
      fly(Samples.call(1, i), 1, 0);
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    sent.keySet().forEach(id -> pool.execute(() -> answer(id)));
    pool.shutdown();

    Set<CallId> back = new HashSet<>();
    while (!pool.isTerminated() || mailbox.workWaits()) {
      if (mailbox.take(1) instanceof Mailbox.Ended ended) {
        assertThat(back.add(ended.completion().id())).isTrue();
      }
    }
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(back).hasSize(calls);
    assertThat(slots.inFlight()).isZero();
    assertThat(mailbox.idle()).isTrue();
  }

  // Second attempts.

  @Test
  void aSlowCallComesBackOnceItIsDueIfThatAttemptStillFlies() {
    fly(FIRST, 1, 0);
    fly(SECOND, 2, 0);
    mailbox.hedgeDueAt(FIRST, 1, 50);
    mailbox.hedgeDueAt(SECOND, 1, 50); // an attempt that is over
    assertThat(mailbox.nextDueAtMs(0)).isEqualTo(50);
    assertThat(mailbox.take(49)).isNull();

    assertThat(mailbox.take(50)).isEqualTo(new Mailbox.HedgeDue(FIRST));
    assertThat(mailbox.take(50)).isNull();
    assertThat(mailbox.nextDueAtMs(50)).isEqualTo(1_000);
  }

  @Test
  void bothAttemptsAreUnderWayBesideEachOtherAndEachHasItsPlace() {
    fly(FIRST, 1, 0);
    CompletableFuture<Outcome<CallResult>> first = future(FIRST);
    hedge(FIRST, 2, 50);
    assertThat(slots.inFlight()).isEqualTo(2);

    answer(FIRST);

    Mailbox.Ended ended = (Mailbox.Ended) mailbox.take(60);
    assertThat(ended).isNotNull();
    assertThat(ended.completion().attempt()).isEqualTo(2);
    assertThat(mailbox.isUnderWay(FIRST)).isTrue();
    assertThat(mailbox.callOff(FIRST, 60))
        .satisfies(
            off -> {
              assertThat(off).isNotNull();
              assertThat(off.afterMs()).isEqualTo(60);
              assertThat(off.known()).isNull();
            });
    assertThat(first).isCancelled();
    assertThat(slots.inFlight()).isZero();
    assertThat(mailbox.idle()).isFalse();
    assertThat(mailbox.hedgeFailed(FIRST)).isNull();
    assertThat(mailbox.idle()).isTrue();
  }

  @Test
  void ofAHedgeThatHadEndedBeforeItWasCalledOffTheEndIsKnown() {
    fly(FIRST, 1, 0);
    hedge(FIRST, 2, 50);
    answer(FIRST);

    Mailbox.CalledOff off = mailbox.callOffHedge(FIRST, 70);

    assertThat(off).isNotNull();
    assertThat(off.afterMs()).isEqualTo(20);
    assertThat(off.known())
        .satisfies(
            known -> {
              assertThat(known).isNotNull();
              assertThat(known.attempt()).isEqualTo(2);
              assertThat(known.outcome()).isInstanceOf(Outcome.Succeeded.class);
            });
    assertThat(mailbox.callOffHedge(FIRST, 70)).isNull();
  }

  @Test
  @Timeout(10)
  void aClientThatDoesNotEndWhatIsCalledOffIsNotWaitedFor() {
    CompletableFuture<Outcome<CallResult>> deaf =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
          }
        };
    assertThat(slots.take(SEAT)).isTrue();
    mailbox.fly(call -> deaf, call(FIRST), 1, SEAT, TIMEOUT, 0);

    assertThat(mailbox.callOff(FIRST, 60)).isEqualTo(new Mailbox.CalledOff(60, null, null));
  }

  @Test
  void ofAnAttemptThatWasCalledOffIsKnownWhatItHadComeTo() {
    Usage soFar = Usage.of(10, 2).asEstimate();
    CompletableFuture<Outcome<CallResult>> telling =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            return completeExceptionally(new CalledOffException(() -> soFar));
          }
        };
    assertThat(slots.take(SEAT)).isTrue();
    mailbox.fly(call -> telling, call(FIRST), 1, SEAT, TIMEOUT, 0);

    assertThat(mailbox.callOff(FIRST, 60)).isEqualTo(new Mailbox.CalledOff(60, null, soFar));
    assertThat(slots.inFlight()).isZero();
  }

  @Test
  void whatACallComesToIfItsHedgeFailsIsForgottenWithTheHedge() {
    CallResult.Failed gaveUp = CallResult.Failed.of(FailureKind.CONTENT_FILTERED, "");
    fly(FIRST, 1, 0);
    hedge(FIRST, 2, 50);
    mailbox.otherwise(FIRST, gaveUp);
    assertThat(mailbox.hedgeFailed(FIRST)).isEqualTo(gaveUp);
    assertThat(mailbox.hedgeFailed(FIRST)).isNull();

    hedge(FIRST, 2, 50);
    mailbox.otherwise(FIRST, gaveUp);
    assertThat(mailbox.callOffHedge(FIRST, 60)).isNotNull();
    assertThat(mailbox.hedgeFailed(FIRST)).isNull();
  }

  @Test
  void aHedgeThatIsNeverAnsweredIsGivenUpToo() {
    fly(FIRST, 1, 0);
    CompletableFuture<Outcome<CallResult>> first = future(FIRST);
    hedge(FIRST, 2, 50);
    first.complete(Outcome.failed(Failure.of(FailureKind.CONNECTION, ""), Timing.NONE));
    assertThat(mailbox.take(60)).isInstanceOf(Mailbox.Ended.class);
    assertThat(mailbox.idle()).isFalse();

    mailbox.sweep(6_050);

    Mailbox.Ended ended = (Mailbox.Ended) mailbox.take(6_050);
    assertThat(ended).isNotNull();
    assertThat(ended.completion().attempt()).isEqualTo(2);
    assertThat(slots.inFlight()).isZero();
  }

  @Test
  void whoLeavesCallsHedgesOffToo() {
    fly(FIRST, 1, 0);
    hedge(FIRST, 2, 50);

    mailbox.detach();

    assertThat(future(FIRST)).isCancelled();
    assertThat(slots.inFlight()).isZero();
    assertThat(mailbox.idle()).isTrue();
  }

  private void hedge(CallId id, int attempt, long nowMs) {
    assertThat(mailbox.takeSpareSlot(SEAT)).isTrue();
    mailbox.hedge(this::send, call(id), attempt, SEAT, TIMEOUT, nowMs);
  }

  @Test
  void callsOfATurnAreHandedOverTogetherButNeverVeryManyAndTheFirstAtOnceIfNothingElseWaits() {
    List<Integer> handedOver = new ArrayList<>();
    CallTransport gathering =
        new CallTransport() {
          @Override
          public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
            return MailboxTest.this.send(call);
          }

          @Override
          public void handOver() {
            handedOver.add(sent.size());
          }
        };
    for (int i = 0; i < 150; i++) {
      assertThat(slots.take(SEAT)).isTrue();
      mailbox.fly(gathering, call(Samples.call(1, i)), 1, SEAT, TIMEOUT, 0);
    }
    assertThat(handedOver).containsExactly(1, 65, 129);

    mailbox.handOver();
    mailbox.handOver();
    mailbox.endTurn();
    assertThat(handedOver).containsExactly(1, 65, 129, 150);

    mailbox.step(Samples.call(1, 0).run());
    assertThat(slots.take(SEAT)).isTrue();
    mailbox.fly(gathering, call(Samples.call(2, 0)), 1, SEAT, TIMEOUT, 0);
    assertThat(handedOver).as("there is more to do").hasSize(4);
  }

  @Test
  void staysAwakeForAToolThatAnswersInAMoment() {
    Runnable[] whileAwake = {() -> {}};
    mailbox.attach(Loops.seeing(() -> whileAwake[0].run()), () -> {}, () -> {});
    flyToTool(FIRST);

    whileAwake[0] = () -> answer(FIRST);
    assertThat(mailbox.lingers()).isTrue();
    assertThat(mailbox.take(1)).isInstanceOf(Mailbox.Ended.class);

    whileAwake[0] = Assertions::fail;
    assertThat(mailbox.lingers()).as("it has ended").isFalse();
  }

  @Test
  void doesNotStayAwakeForToolsThatTakeLonger() {
    AtomicInteger looks = new AtomicInteger();
    mailbox.attach(Loops.seeing(looks::incrementAndGet), () -> {}, () -> {});
    flyToTool(FIRST);
    assertThat(mailbox.lingers()).isFalse();
    int before = looks.get();

    assertThat(mailbox.lingers()).isFalse();
    assertThat(looks).as("it tries less often").hasValue(before);

    answer(FIRST);
    assertThat(mailbox.lingers()).as("but takes what is there").isTrue();
  }

  @Test
  void doesNotStayAwakeForOneOfMany() {
    mailbox.attach(Loops.seeing(Assertions::fail), () -> {}, () -> {});
    flyToTool(FIRST);
    flyToTool(SECOND);

    assertThat(mailbox.lingers()).isFalse();
  }

  @Test
  void doesNotStayAwakeForWhatIsFarAway() {
    mailbox.attach(Loops.seeing(Assertions::fail), () -> {}, () -> {});

    fly(FIRST, 1, 0);

    assertThat(mailbox.lingers()).isFalse();
  }

  private void flyToTool(CallId id) {
    assertThat(slots.take(SEAT)).isTrue();
    ToolRequest request = new ToolRequest(id.toString(), "acme", "", "{}", TIMEOUT);
    mailbox.fly(this::send, new OutboundCall.ToTool(id, "lookup", request), 1, SEAT, TIMEOUT, 0);
  }

  private void fly(CallId id, int attempt, long nowMs) {
    assertThat(slots.take(SEAT)).isTrue();
    mailbox.fly(this::send, call(id), attempt, SEAT, TIMEOUT, nowMs);
  }

  private void answer(CallId id) {
    CallResult result = new CallResult.Vector(new float[0]);
    future(id).complete(new Outcome.Succeeded<>(result, Usage.NONE, Timing.NONE));
  }

  private CompletableFuture<Outcome<CallResult>> future(CallId id) {
    return sent.getOrDefault(id, Outcome.failedNow(Failure.of(FailureKind.CANCELLED, "")));
  }

  private static OutboundCall call(CallId id) {
    return new OutboundCall.ToEmbedder(id, "text");
  }
}
