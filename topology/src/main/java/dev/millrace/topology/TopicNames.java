// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.kafka.TopicSpec;
import dev.millrace.pipeline.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;

/** The topics, by name. Each is written once, here. */
public record TopicNames(String prefix) {

  public static TopicNames of(TopicSettings settings) {
    return new TopicNames(settings.prefix());
  }

  public String requests() {
    return prefix + ".requests";
  }

  public String results() {
    return prefix + ".results";
  }

  public String costs() {
    return prefix + ".costs";
  }

  public String progress() {
    return prefix + ".progress";
  }

  public String controls() {
    return prefix + ".controls";
  }

  public String calls() {
    return prefix + ".calls";
  }

  /** What people and systems say of results. Nothing here reads it but reports. */
  public String feedback() {
    return prefix + ".feedback";
  }

  /** What people should look at. */
  public String escalations() {
    return prefix + ".escalations";
  }

  public String deadLetters() {
    return prefix + ".dead-letters";
  }

  /** Requests that lay in the wrong partition, on their way to the right one. Internal. */
  public String requestsByTenant() {
    return prefix + ".requests-by-tenant";
  }

  /** Controls that lay in the wrong partition, on their way to the right one. Internal. */
  public String controlsByTenant() {
    return prefix + ".controls-by-tenant";
  }

  /** What partitions tell each other of budgets that they spend from together. Internal. */
  public String leases() {
    return prefix + ".leases";
  }

  /** One partition, always empty: its offset makes the group fence transactions. Internal. */
  public String fence() {
    return prefix + ".fence";
  }

  /**
   * What each topic must be.
   *
   * @param maxRecordBytes the largest record that may come or go
   */
  public List<TopicSpec> specs(TopicSettings settings, int maxRecordBytes) {
    Map<String, String> sizes =
        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxRecordBytes));
    List<TopicSpec> specs = new ArrayList<>();
    for (String topic :
        List.of(
            requests(),
            results(),
            costs(),
            progress(),
            controls(),
            calls(),
            feedback(),
            escalations(),
            deadLetters())) {
      specs.add(spec(topic, settings.partitions(), settings).with(sizes));
    }
    specs.add(spec(requestsByTenant(), settings.partitions(), settings).with(sizes));
    specs.add(spec(controlsByTenant(), settings.partitions(), settings).with(sizes));
    specs.add(spec(leases(), settings.partitions(), settings));
    specs.add(spec(fence(), 1, settings));
    // What is read together is partitioned alike.
    return specs.stream().map(this::aligned).toList();
  }

  private TopicSpec aligned(TopicSpec spec) {
    Set<String> withRequests = Set.of(controls(), requestsByTenant(), controlsByTenant(), leases());
    return withRequests.contains(spec.name()) ? spec.partitionedAs(requests()) : spec;
  }

  private static TopicSpec spec(String topic, int partitions, TopicSettings settings) {
    return new TopicSpec(topic, partitions, settings.replication());
  }
}
