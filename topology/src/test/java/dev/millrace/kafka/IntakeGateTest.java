// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IntakeGateTest {

  private static final TopicPartition REQUESTS = new TopicPartition("requests", 0);
  private static final TopicPartition MORE_REQUESTS = new TopicPartition("requests", 1);
  private static final TopicPartition CONTROLS = new TopicPartition("controls", 0);

  private final FakePartitions partitions = new FakePartitions(REQUESTS, CONTROLS);
  private boolean full;
  private final IntakeGate gate = new IntakeGate(() -> full, Set.of("requests"), partitions);

  @Test
  void holdsRequestsAloneWhileFull() {
    fill();
    assertThat(partitions.paused).containsExactly(REQUESTS);

    empty();
    assertThat(partitions.paused).isEmpty();
  }

  @Test
  void doesNotResumeWhatTheCallerPaused() {
    gate.pause(List.of(REQUESTS));
    fill();

    empty();

    assertThat(partitions.paused).containsExactly(REQUESTS);
  }

  @Test
  void doesNotLetTheCallerResumeWhileFull() {
    gate.pause(List.of(REQUESTS, CONTROLS));
    fill();

    gate.resume(List.of(REQUESTS, CONTROLS));
    assertThat(partitions.paused).containsExactly(REQUESTS);

    empty();
    assertThat(partitions.paused).isEmpty();
  }

  @Test
  void keepsItsOwnPausesToItself() {
    gate.pause(List.of(CONTROLS));

    fill();

    assertThat(gate.pausedByCaller()).containsExactly(CONTROLS);
  }

  @Test
  void holdsAPartitionThatArrivesWhileFull() {
    fill();

    rebalance(List.of(), List.of(MORE_REQUESTS));

    assertThat(partitions.paused).containsExactlyInAnyOrder(REQUESTS, MORE_REQUESTS);
  }

  @Test
  void forgetsACallersPauseOfAPartitionThatWasAwayMeanwhile() {
    gate.pause(List.of(REQUESTS));

    rebalance(List.of(REQUESTS), List.of(REQUESTS));
    fill();
    empty();

    assertThat(partitions.paused).isEmpty();
  }

  @Test
  void keepsAPauseThatTheCallerMakesDuringTheRebalance() {
    gate.before(new Restoring()).onPartitionsAssigned(partitions.assign(MORE_REQUESTS));

    fill();
    empty();

    assertThat(partitions.paused).containsExactly(MORE_REQUESTS);
  }

  private void fill() {
    full = true;
    gate.update();
  }

  private void empty() {
    full = false;
    gate.update();
  }

  private void rebalance(List<TopicPartition> revoked, List<TopicPartition> added) {
    ConsumerRebalanceListener listener = gate.before(new Indifferent());
    listener.onPartitionsRevoked(revoked);
    partitions.revoke(revoked);
    listener.onPartitionsAssigned(partitions.assign(added.toArray(new TopicPartition[0])));
  }

  private static class Indifferent implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {}
  }

  /** As Kafka Streams does while the task's stores are restored. */
  private final class Restoring extends Indifferent {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      gate.pause(added);
    }
  }

  /** As strict as the consumer: only what is assigned can be paused. */
  private static final class FakePartitions implements IntakeGate.Partitions {
    private final Set<TopicPartition> assigned;
    private final Set<TopicPartition> paused = new HashSet<>();

    FakePartitions(TopicPartition... assigned) {
      this.assigned = new HashSet<>(List.of(assigned));
    }

    List<TopicPartition> assign(TopicPartition... added) {
      assigned.addAll(List.of(added));
      return List.of(added);
    }

    void revoke(List<TopicPartition> revoked) {
      revoked.forEach(assigned::remove);
      revoked.forEach(paused::remove);
    }

    @Override
    public Set<TopicPartition> assigned() {
      return Set.copyOf(assigned);
    }

    @Override
    public Set<TopicPartition> paused() {
      return Set.copyOf(paused);
    }

    @Override
    public void pause(Collection<TopicPartition> wanted) {
      assertThat(assigned).containsAll(wanted);
      paused.addAll(wanted);
    }

    @Override
    public void resume(Collection<TopicPartition> wanted) {
      assertThat(assigned).containsAll(wanted);
      wanted.forEach(paused::remove);
    }
  }
}
