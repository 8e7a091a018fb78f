// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SPACING = Duration.ofMillis(20);
  private static final long NOW_MS = 1_000;

  private static final long LINGER_NANOS = 200_000;
  private static final long NANOS_A_LOOK = 10_000;

  private final AtomicInteger wakeUps = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final Loop loop = Loop.ofStreamThread(SPACING, () -> nanos.getAndAdd(NANOS_A_LOOK));
  private final FakeSource source = new FakeSource();

  LoopTest() {
    loop.attach(wakeUps::incrementAndGet);
    loop.add(source);
  }

  @Test
  void sleepsAsLongAsAskedWhenNothingWaits() {
    assertThat(loop.fallAsleep(LONG, NOW_MS)).isEqualTo(LONG);
  }

  @Test
  void sleepsUntilTheNextTimer() {
    source.dueAtMs = NOW_MS + 7;

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void doesNotSleepOverAnOverdueTimer() {
    source.dueAtMs = NOW_MS - 7;

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isZero();
  }

  @Test
  void neverSleepsLongerThanAsked() {
    source.dueAtMs = NOW_MS + 60_000;

    assertThat(loop.fallAsleep(Duration.ZERO, NOW_MS)).isZero();
  }

  @Test
  void doesNotSleepWhileWorkWaitsHoweverOftenItPolls() {
    source.waits = true;

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isZero();
    loop.wakeUp(false, NOW_MS);
    assertThat(loop.fallAsleep(LONG, NOW_MS)).isZero();
  }

  @Test
  void asksTheOtherSourcesToo() {
    FakeSource other = new FakeSource();
    loop.add(other);
    other.dueAtMs = NOW_MS + 5;
    source.dueAtMs = NOW_MS + 9;

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void forgetsASourceThatIsRemoved() {
    source.waits = true;

    loop.remove(source);

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isEqualTo(LONG);
  }

  @Test
  void isWokenOnceAPoll() {
    loop.fallAsleep(LONG, NOW_MS);
    loop.wake();
    loop.wake();
    assertThat(wakeUps).hasValue(1);

    loop.wakeUp(false, NOW_MS);
    loop.fallAsleep(LONG, NOW_MS);
    loop.wake();
    assertThat(wakeUps).hasValue(2);
  }

  @Test
  void isNotWokenWhileAwake() {
    loop.wake();
    loop.fallAsleep(LONG, NOW_MS);
    loop.wakeUp(false, NOW_MS);
    loop.wake();

    assertThat(wakeUps).hasValue(0);
  }

  @Test
  void isNotWokenFromAPollThatDoesNotSleep() {
    source.waits = true;
    loop.fallAsleep(LONG, NOW_MS);

    loop.wake();

    assertThat(wakeUps).hasValue(0);
  }

  @Test
  void countsCommits() {
    long before = loop.commits();

    loop.committed(NOW_MS);

    assertThat(loop.commits()).isGreaterThan(before);
    assertThat(loop.commits()).isEqualTo(loop.commits());
  }

  @Test
  void doesNotSleepOverACommitThatIsDue() {
    loop.committing(NOW_MS - 5);
    loop.committed(NOW_MS);
    loop.resultWaits(asked::incrementAndGet);

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isEqualTo(Duration.ofMillis(5));
    assertThat(asksForCommit(NOW_MS + 5)).isTrue();
    assertThat(loop.fallAsleep(LONG, NOW_MS + 5)).isEqualTo(LONG);
  }

  @Test
  void commitsOnceItHasNothingElseToDo() {
    loop.committed(NOW_MS);
    loop.resultWaits(asked::incrementAndGet);

    loop.wakeUp(true, NOW_MS);
    assertThat(asksForCommit(NOW_MS)).as("more records may come").isFalse();
    assertThat(loop.fallAsleep(LONG, NOW_MS)).as("and are asked for at once").isZero();

    source.waits = true;
    loop.wakeUp(false, NOW_MS);
    assertThat(asksForCommit(NOW_MS)).as("work waits").isFalse();

    source.waits = false;
    assertThat(asksForCommit(NOW_MS)).as("nothing else to do").isTrue();
  }

  @Test
  void commitsAtTheEndOfAPollThatBroughtNothing() {
    loop.committed(NOW_MS);
    loop.resultWaits(asked::incrementAndGet);

    loop.wakeUp(true, NOW_MS);
    assertThat(asked).hasValue(0);

    source.idle = false;
    loop.wakeUp(false, NOW_MS);
    assertThat(asked).as("a turn of its task comes").hasValue(0);

    source.idle = true;
    loop.wakeUp(false, NOW_MS);
    assertThat(asked).hasValue(1);
  }

  @Test
  void needsTurnsToAskForCommitsWhereNoPollIsSeen() {
    Loop withoutConsumer = Loop.ofStreamThread(SPACING, nanos::get);
    withoutConsumer.resultWaits(asked::incrementAndGet);
    loop.resultWaits(asked::incrementAndGet);

    assertThat(withoutConsumer.needsTurnToCommit()).isTrue();
    assertThat(loop.needsTurnToCommit()).isFalse();
  }

  @Test
  void asksInTheNameOfWhoWroteWhatWaits() {
    List<String> asking = new ArrayList<>();
    loop.resultWaits(() -> asking.add("one"));
    loop.commitIfDue(NOW_MS);
    loop.committed(NOW_MS);
    loop.resultWaits(() -> asking.add("other"));
    loop.commitIfDue(NOW_MS);

    assertThat(asking).containsExactly("one", "other");
  }

  @Test
  void staysAwakeUntilWorkComes() {
    source.comesAtLook = 4;

    assertThat(loop.linger()).isTrue();
    assertThat(nanos.get()).isLessThan(LINGER_NANOS);
  }

  @Test
  void staysAwakeForAMomentOnly() {
    assertThat(loop.linger()).isFalse();

    assertThat(nanos.get()).isBetween(LINGER_NANOS, LINGER_NANOS + 2 * NANOS_A_LOOK);
  }

  @Test
  void lingersWhileNoResultWaitsForItsCommit() {
    assertThat(loop.mayLinger()).isTrue();

    loop.resultWaits(asked::incrementAndGet);
    assertThat(loop.mayLinger()).as("it waits").isFalse();

    loop.commitIfDue(NOW_MS);
    assertThat(loop.mayLinger()).as("it was asked for").isFalse();

    loop.committed(NOW_MS);
    assertThat(loop.mayLinger()).as("it was made").isTrue();
  }

  @Test
  void neverLingersOnVirtualTime() {
    assertThat(Loop.onVirtualTime(SPACING).mayLinger()).isFalse();
    assertThat(Loop.onVirtualTime(SPACING).linger()).isFalse();
  }

  @Test
  void commitsInTimeHoweverMuchThereIsToDo() {
    loop.committed(NOW_MS);
    loop.resultWaits(asked::incrementAndGet);
    source.waits = true;

    assertThat(asksForCommit(NOW_MS + SPACING.toMillis() - 1)).isFalse();
    assertThat(asksForCommit(NOW_MS + SPACING.toMillis())).isTrue();
  }

  @Test
  void aCommitOfOneTaskIsTheCommitOfAllTasks() {
    loop.resultWaits(asked::incrementAndGet);
    loop.resultWaits(asked::incrementAndGet);
    assertThat(asksForCommit(NOW_MS)).isTrue();
    loop.resultWaits(asked::incrementAndGet);
    loop.committed(NOW_MS);

    assertThat(asksForCommit(NOW_MS + LONG.toMillis())).isFalse();
  }

  @Test
  void writesAheadFromWhenACommitIsAskedForUntilItIsMade() {
    loop.writesInTransactions(true);
    loop.resultWaits(asked::incrementAndGet);
    assertThat(loop.writesAhead()).as("before it is asked for").isFalse();

    loop.commitIfDue(NOW_MS);
    assertThat(loop.writesAhead()).isTrue();

    loop.committing(NOW_MS);
    loop.committed(NOW_MS);
    assertThat(loop.writesAhead()).as("once it is made").isFalse();
  }

  @Test
  void writesNothingAheadWhereItWouldCountBeforeTheCommit() {
    loop.resultWaits(asked::incrementAndGet);
    loop.commitIfDue(NOW_MS);

    assertThat(loop.writesAhead()).isFalse();
  }

  @Test
  void writesAllStoresOfTheThreadAndNoneThatHasLeft() {
    List<String> written = new ArrayList<>();
    Runnable gone = () -> written.add("gone");
    loop.addWriter(() -> written.add("one"));
    loop.addWriter(gone);
    loop.addWriter(() -> written.add("two"));
    loop.removeWriter(gone);

    loop.writeAll();

    assertThat(written).containsExactly("one", "two");
  }

  @Test
  void forgetsTheSourcesOfADeadThreadOfTheSameName() {
    source.waits = true;

    loop.attach(wakeUps::incrementAndGet);

    assertThat(loop.fallAsleep(LONG, NOW_MS)).isEqualTo(LONG);
  }

  @Test
  void isFoundByTheNameOfTheThread() {
    StreamThreads threads = new StreamThreads(Duration.ZERO);
    String name = Thread.currentThread().getName();

    Loop ofConsumer = threads.ofClient(name + "-consumer", "-consumer");

    assertThat(threads.forCurrentThread()).isSameAs(ofConsumer);
    assertThat(threads.ofClient(name + "-producer", "-producer")).isSameAs(ofConsumer);
  }

  @Test
  void isGivenToAThreadThatTurnsItByItself() {
    StreamThreads threads = new StreamThreads(Duration.ZERO);
    Loop adopted = threads.adoptCurrentThread();
    long before = adopted.commits();

    adopted.committed(NOW_MS);

    assertThat(threads.forCurrentThread()).isSameAs(adopted);
    assertThat(adopted.commits()).isEqualTo(before + 1);
  }

  @Test
  void refusesAClientThatIsNotOfAStreamThread() {
    assertThatThrownBy(() -> new StreamThreads(Duration.ZERO).ofClient("someone", "-consumer"))
        .hasMessageContaining("someone");
  }

  @Test
  void hasAlwaysCommittedOnAThreadOfAnotherKind() {
    Loop foreign = new StreamThreads(Duration.ZERO).forCurrentThread();
    long before = foreign.commits();

    foreign.wake();

    assertThat(foreign.commits()).isGreaterThan(before);
  }

  private boolean asksForCommit(long nowMs) {
    int before = asked.get();
    loop.commitIfDue(nowMs);
    return asked.get() > before;
  }

  private static final class FakeSource implements WorkSource {
    boolean waits;
    boolean idle = true;
    int comesAtLook = Integer.MAX_VALUE;
    int looks;
    long dueAtMs = Long.MAX_VALUE;

    @Override
    public boolean workWaits() {
      return waits || ++looks >= comesAtLook;
    }

    @Override
    public boolean idle() {
      return idle;
    }

    @Override
    public long nextDueAtMs(long nowMs) {
      return dueAtMs;
    }
  }
}
