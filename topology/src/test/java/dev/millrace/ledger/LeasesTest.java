// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static dev.millrace.ledger.Shop.call;
import static dev.millrace.ledger.Shop.money;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ledger.Partition.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A budget that several partitions spend from: in whatever order things happen and messages come,
 * never more is spent and held than its limit; and in the end nothing of it is lost.
 */
class LeasesTest {
  private static final long LIMIT = 500;
  private static final int PARTITIONS = 3;
  private static final long DAY_MS = 86_400_000;

  private final List<Partition> partitions =
      IntStream.range(0, PARTITIONS)
          .mapToObj(here -> new Partition(here, PARTITIONS, money(LIMIT)))
          .toList();
  private final List<Post> post = new ArrayList<>();
  private long nowMs = Shop.ms("2026-03-01T09:00:00Z");

  @Test
  void allOfItCanBeSpentWhereverTheCallsComeFrom() {
    for (int i = 0; i < 60; i++) {
      partitions.get(i % PARTITIONS).call(call(10), nowMs);
      deliverAll();
    }

    assertThat(leaving()).isEqualTo(50);
    assertThat(refused()).isEqualTo(10);
  }

  @Test
  void allOfItCanBeSpentInOnePartitionThoughOthersHadSome() {
    partitions.get(1).call(call(10), nowMs);
    deliverAll();
    partitions.get(1).end(0, Amounts.NONE);
    for (int i = 0; i < 50; i++) {
      partitions.get(2).call(call(10), nowMs);
    }
    deliverAll();

    assertThat(partitions.get(2).underWay).hasSize(50);
    assertThat(refused()).isZero();
  }

  @Test
  void oneThousandThatWaitAreAnsweredByAFewMessages() {
    for (int i = 0; i < 1_000; i++) {
      partitions.get(1).call(call(10), nowMs);
    }
    int messages = deliverAll();

    assertThat(leaving()).isEqualTo(50);
    assertThat(refused()).isEqualTo(950);
    assertThat(messages).isLessThan(10);
  }

  @Test
  void whoHasNothingLeftOfItsOwnIsNotAskedToReturnAnything() {
    for (int i = 0; i < 50; i++) {
      partitions.get(1).call(call(10), nowMs);
      deliverAll();
      partitions.get(1).end(0, call(10));
    }
    partitions.get(2).call(call(10), nowMs);
    deliverAll();
    partitions.get(2).call(call(10), nowMs);

    assertThat(deliverAll()).as("asked, and answered").isEqualTo(2);
  }

  @Test
  void whatWasGrantedIsVoidWhenItsWindowIsOver() {
    for (int i = 0; i < 50; i++) {
      partitions.get(1).call(call(10), nowMs);
    }
    deliverAll();
    nowMs += DAY_MS;
    for (int i = 0; i < 50; i++) {
      partitions.get(2).call(call(10), nowMs);
    }
    deliverAll();

    assertThat(partitions.get(1).underWay).hasSize(50);
    assertThat(partitions.get(2).underWay).hasSize(50);
    partitions.get(1).end(0, call(10));
    partitions.get(1).call(call(10), nowMs);
    deliverAll();
    assertThat(refused()).as("what is held since yesterday is yesterday's").isEqualTo(1);
  }

  /** A clock that is behind over midnight. */
  @Test
  void whoAsksForAWindowThatIsOverGoesOnToTheNext() {
    partitions.get(1).call(call(10), nowMs + DAY_MS);
    deliverAll();

    partitions.get(2).call(call(10), nowMs);
    deliverAll();

    assertThat(partitions.get(2).underWay).hasSize(1);
    assertThat(partitions.get(2).window().startMs())
        .isEqualTo(partitions.get(1).window().startMs());
  }

  @Test
  void whoWaitsForAWindowThatIsOverIsAnsweredWhenTheNextBegins() {
    partitions.get(1).call(call(500), nowMs);
    deliverAll();
    partitions.get(2).call(call(10), nowMs);
    deliverTo(Partition.HOME); // Which asks the other one, whose instance is away.
    post.clear();

    partitions.get(1).call(call(10), nowMs + DAY_MS);
    deliverAll();

    assertThat(partitions.get(2).underWay).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 42, 4711})
  void inOrderOrNotNeverMoreThanTheLimitIsSpentAndHeld(long seed) {
    Random random = new Random(seed);
    for (int turn = 0; turn < 4_000; turn++) {
      Partition one = partitions.get(random.nextInt(PARTITIONS));
      switch (random.nextInt(8)) {
        case 0, 1 -> one.call(call(1 + random.nextInt(60)), nowMs);
        case 2, 3 -> end(one, random);
        case 4 -> restart(one, random);
        case 5 -> nowMs += random.nextInt(40) == 0 ? random.nextLong(DAY_MS) : 50;
        default -> deliverAny(random);
      }
      collect();
      theLimitHolds();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 42, 4711})
  void whereMessagesComeInOrderNothingIsLostInTheEnd(long seed) {
    Random random = new Random(seed);
    for (int turn = 0; turn < 1_000; turn++) {
      Partition one = partitions.get(random.nextInt(PARTITIONS));
      switch (random.nextInt(6)) {
        case 0 -> one.call(call(1 + random.nextInt(40)), nowMs);
        case 1 -> end(one, random);
        case 2 -> restart(one, random);
        default -> deliverNext(random);
      }
      collect();
      theLimitHolds();
    }
    partitions.forEach(one -> end(one, random));
    deliverAll();
    for (int i = 0; i < 600; i++) {
      partitions.get(random.nextInt(PARTITIONS)).call(call(1), nowMs);
      deliverAll();
    }

    assertThat(partitions).allMatch(one -> one.waiting.isEmpty());
    assertThat(taken(nowMs)).isEqualTo(LIMIT);
  }

  private void end(Partition one, Random random) {
    while (!one.underWay.isEmpty()) {
      long held = one.underWay.get(0).worst().moneyNanos();
      one.end(0, call(random.nextLong(held + 1)));
      if (random.nextBoolean()) {
        return;
      }
    }
  }

  private void restart(Partition one, Random random) {
    if (random.nextInt(10) == 0) {
      one.restart(nowMs);
    }
  }

  private int leaving() {
    return partitions.stream().mapToInt(one -> one.underWay.size()).sum();
  }

  private int refused() {
    return partitions.stream().mapToInt(one -> one.refused).sum();
  }

  private void theLimitHolds() {
    assertThat(taken(nowMs)).isLessThanOrEqualTo(LIMIT);
    assertThat(taken(nowMs - DAY_MS)).isLessThanOrEqualTo(LIMIT);
  }

  /** Of the window that an instant lies in. */
  private long taken(long atMs) {
    long startMs = atMs - Math.floorMod(atMs, DAY_MS);
    return partitions.stream()
        .flatMap(one -> one.shop.get(Partition.POT.key()).windows().stream())
        .filter(window -> window.startMs() == startMs)
        .mapToLong(window -> Limit.MONEY.of(window.budget()))
        .sum();
  }

  private void collect() {
    for (Partition one : partitions) {
      post.addAll(one.outbox);
      one.outbox.clear();
    }
  }

  private int deliverAll() {
    collect();
    int count = 0;
    while (!post.isEmpty()) {
      deliver(post.remove(0));
      count++;
    }
    return count;
  }

  private void deliverTo(int partition) {
    collect();
    List<Post> some = post.stream().filter(each -> each.to() == partition).toList();
    post.removeAll(some);
    some.forEach(this::deliver);
  }

  private void deliverNext(Random random) {
    int to = random.nextInt(PARTITIONS);
    post.stream()
        .filter(each -> each.to() == to)
        .findFirst()
        .ifPresent(
            next -> {
              post.remove(next);
              deliver(next);
            });
  }

  /** Out of order, and sometimes not for the last time. */
  private void deliverAny(Random random) {
    if (!post.isEmpty()) {
      int which = random.nextInt(post.size());
      deliver(random.nextInt(5) == 0 ? post.get(which) : post.remove(which));
    }
  }

  private void deliver(Post letter) {
    partitions.get(letter.to()).hear(letter.message(), nowMs);
    collect();
  }
}
