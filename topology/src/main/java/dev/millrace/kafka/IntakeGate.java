// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds request partitions back while the intake is full, without mixing them up with those that
 * Kafka Streams itself pauses and resumes (tasks that still restore, full buffers). A partition
 * flows when neither holds it.
 */
final class IntakeGate {

  /** The consumer's partitions as they are. */
  interface Partitions {
    Set<TopicPartition> assigned();

    Set<TopicPartition> paused();

    void pause(Collection<TopicPartition> partitions);

    void resume(Collection<TopicPartition> partitions);
  }

  private final Intake intake;
  private final Set<String> requestTopics;
  private final Partitions partitions;
  private final Set<TopicPartition> pausedByCaller = new HashSet<>();
  private boolean closed;

  IntakeGate(Intake intake, Set<String> requestTopics, Partitions partitions) {
    this.intake = intake;
    this.requestTopics = requestTopics;
    this.partitions = partitions;
  }

  /**
   * Opens or closes as the intake says. Compares with what is, so that it is right after any
   * rebalance.
   */
  void update() {
    boolean wasClosed = closed;
    closed = intake.full();
    if (closed || wasClosed) {
      Set<TopicPartition> paused = partitions.paused();
      partitions.pause(assigned(partition -> holds(partition) && !paused.contains(partition)));
      partitions.resume(assigned(partition -> !holds(partition) && paused.contains(partition)));
    }
  }

  void pause(Collection<TopicPartition> wanted) {
    partitions.pause(wanted);
    pausedByCaller.addAll(wanted);
  }

  void resume(Collection<TopicPartition> wanted) {
    pausedByCaller.removeAll(Set.copyOf(wanted));
    partitions.resume(wanted.stream().filter(partition -> !holds(partition)).toList());
  }

  Set<TopicPartition> pausedByCaller() {
    return assigned(pausedByCaller::contains);
  }

  /** A newly assigned partition is not paused, whatever was true of it before it was revoked. */
  ConsumerRebalanceListener before(ConsumerRebalanceListener listener) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> added) {
        pausedByCaller.removeAll(Set.copyOf(added));
        listener.onPartitionsAssigned(added);
        update();
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        listener.onPartitionsRevoked(revoked);
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> lost) {
        listener.onPartitionsLost(lost);
      }
    };
  }

  private boolean holds(TopicPartition partition) {
    return pausedByCaller.contains(partition)
        || (closed && requestTopics.contains(partition.topic()));
  }

  private Set<TopicPartition> assigned(Predicate<TopicPartition> condition) {
    return partitions.assigned().stream().filter(condition).collect(Collectors.toSet());
  }
}
