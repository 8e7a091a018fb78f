// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics that are missing and checks those that are there. Changes none that exists. */
public final class TopicSetup {

  private static final long TIMEOUT_MS = 30_000;
  private static final long LOOK_AGAIN_MS = 20;

  private final Admin admin;
  private final List<TopicSpec> specs;

  private TopicSetup(Admin admin, List<TopicSpec> specs) {
    this.admin = admin;
    this.specs = specs;
  }

  /**
   * Returns when all topics are there. A topic that is to be partitioned as another is created with
   * as many partitions as that one really has.
   *
   * @return the number of partitions of each
   * @throws TopicSetupException if an existing topic does not fit, or the cluster refuses
   */
  public static Map<String, Integer> ensure(Admin admin, List<TopicSpec> specs) {
    return new TopicSetup(admin, List.copyOf(specs)).ensure();
  }

  private Map<String, Integer> ensure() {
    Map<String, Integer> models = createMissing(existing(), spec -> spec.partitionedAs() == null);
    Map<String, Integer> all = createMissing(models, spec -> true);
    specs.forEach(spec -> check(spec, all));
    return all;
  }

  private Map<String, Integer> createMissing(
      Map<String, Integer> existing, Predicate<TopicSpec> which) {
    specs.stream()
        .filter(which)
        .filter(spec -> !existing.containsKey(spec.name()))
        .forEach(spec -> create(spec, wantedPartitions(spec, existing)));
    return await(which);
  }

  private static int wantedPartitions(TopicSpec spec, Map<String, Integer> existing) {
    String model = spec.partitionedAs();
    return model == null ? spec.partitions() : partitionsOf(model, existing);
  }

  private Map<String, Integer> existing() {
    Map<String, Integer> partitions = new HashMap<>();
    Map<String, KafkaFuture<TopicDescription>> descriptions =
        admin.describeTopics(specs.stream().map(TopicSpec::name).toList()).topicNameValues();
    descriptions.forEach(
        (topic, description) -> {
          try {
            partitions.put(topic, get(description).partitions().size());
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              throw new TopicSetupException("cannot describe topic " + topic, e.getCause());
            }
          }
        });
    return partitions;
  }

  private void create(TopicSpec spec, int partitions) {
    NewTopic topic =
        new NewTopic(spec.name(), partitions, spec.replication()).configs(spec.configs());
    try {
      get(admin.createTopics(List.of(topic)).all());
    } catch (ExecutionException e) {
      // Another instance that starts now may have been faster.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new TopicSetupException(
            "cannot create topic %s with %d partitions, %d replicas: %s"
                .formatted(
                    spec.name(), partitions, spec.replication(), String.valueOf(e.getCause())),
            e.getCause());
      }
    }
  }

  /** A broker may hear of a new topic a little after the controller has made it. */
  private Map<String, Integer> await(Predicate<TopicSpec> which) {
    List<String> wanted = specs.stream().filter(which).map(TopicSpec::name).toList();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
    while (true) {
      Map<String, Integer> found = existing();
      if (found.keySet().containsAll(wanted)) {
        return found;
      }
      if (System.nanoTime() > deadline) {
        throw new TopicSetupException("topics were created but did not appear: " + wanted, null);
      }
      pause();
    }
  }

  private static void check(TopicSpec spec, Map<String, Integer> partitions) {
    String model = spec.partitionedAs();
    if (model == null) {
      return;
    }
    int has = partitionsOf(spec.name(), partitions);
    int needs = partitionsOf(model, partitions);
    if (has != needs) {
      throw new TopicSetupException(
          "topic %s has %d partitions and %s has %d, but they must have as many as each other. %s"
              .formatted(spec.name(), has, model, needs, mend(spec.name(), has, needs)),
          null);
    }
  }

  private static String mend(String topic, int has, int needs) {
    return has < needs
        ? "Run kafka-topics --alter --topic %s --partitions %d.".formatted(topic, needs)
        : "Partitions cannot be taken away: delete %s, and it is created with %d."
            .formatted(topic, needs);
  }

  private static int partitionsOf(String topic, Map<String, Integer> partitions) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalArgumentException("no topic of this application: " + topic);
    }
    return count;
  }

  private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new TopicSetupException("the cluster does not answer", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static TopicSetupException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new TopicSetupException("interrupted while topics were set up", e);
  }
}
