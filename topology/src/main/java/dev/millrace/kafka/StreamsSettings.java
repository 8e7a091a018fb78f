// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.file.PipelineFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How one instance of the application runs on Kafka Streams.
 *
 * @param applicationId shared by all instances; consumer group and prefix of internal topics
 * @param instanceId of this instance, the same after each restart; its place in the group is kept
 *     for it meanwhile
 * @param stateDir kept over restarts
 * @param overrides of settings of Kafka Streams and its clients, stronger than ours
 */
public record StreamsSettings(
    String applicationId,
    String instanceId,
    String bootstrapServers,
    Path stateDir,
    Guarantee guarantee,
    Map<String, String> overrides) {

  /** What a crash may do to results. */
  public enum Guarantee {
    EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2),
    /** Results may come twice after a crash, and leave without waiting for a transaction. */
    AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE);

    private final String setting;

    Guarantee(String setting) {
      this.setting = setting;
    }
  }

  private static final int ENVELOPE_BYTES = 64 << 10;

  /**
   * Four times Kafka's own: under load each batch fills within a turn, and each wakes the sender.
   */
  private static final int BATCH_BYTES = 64 << 10;

  private static final long LEAST_BUFFER_BYTES = 32 << 20;

  public StreamsSettings {
    overrides = Map.copyOf(overrides);
  }

  /**
   * The largest record that the application writes within its limits: a request, a prompt or a
   * pipeline file in its envelope.
   */
  public static int maxRecordBytes(Limits limits) {
    int requestOrPrompt = Math.max(limits.maxRequestBytes(), limits.maxPromptBytes());
    long content = Math.max(requestOrPrompt, PipelineFile.MAX_BYTES);
    // A quarter more, for what escaping adds when JSON carries text.
    return (int) Math.min(Integer.MAX_VALUE, content + content / 4 + ENVELOPE_BYTES);
  }

  public Properties properties(TopicSettings topics, Limits limits) {
    Properties properties = new Properties();
    addIdentity(properties);
    addLoop(properties, limits);
    addRecovery(properties, topics);
    addSizes(properties, limits);
    addState(properties, limits);
    properties.putAll(overrides);
    return properties;
  }

  private void addIdentity(Properties properties) {
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee.setting);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
  }

  private void addLoop(Properties properties, Limits limits) {
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, limits.streamThreads());
    properties.put(StreamsConfig.POLL_MS_CONFIG, 100);
    // Processors ask for a commit when a result waits; this is for what nobody waits for.
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    // Otherwise a cancel waits behind requests that the closed intake leaves on the broker.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // What one poll brings must fit behind a closed intake.
    properties.put(mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
    properties.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), lingerMs());
    properties.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    properties.put(producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
  }

  /**
   * Nobody reads what is not committed, and a commit sends what lingers: until then records gather,
   * and leave in one request instead of one each. At-least-once output is read at once.
   */
  private int lingerMs() {
    return guarantee == Guarantee.EXACTLY_ONCE ? 1_000 : 0;
  }

  private void addRecovery(Properties properties, TopicSettings topics) {
    if (!"streams".equalsIgnoreCase(overrides.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      properties.put(consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
      properties.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
      properties.put(consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
    }
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replication());
    // Who pays for copies of the topics wants a copy of the state as well.
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, topics.replication() > 1 ? 1 : 0);
  }

  private static void addSizes(Properties properties, Limits limits) {
    int recordBytes = maxRecordBytes(limits);
    properties.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), recordBytes);
    properties.put(
        producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
        Math.max(LEAST_BUFFER_BYTES, 4L * recordBytes));
    properties.put(topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), recordBytes);
  }

  private void addState(Properties properties, Limits limits) {
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(BoundedRocksDb.INSTANCE_CONFIG, instanceId);
    properties.put(BoundedRocksDb.CACHE_BYTES_CONFIG, limits.stateCacheBytes());
    properties.put(BoundedRocksDb.WRITE_BUFFER_BYTES_CONFIG, limits.stateWriteBufferBytes());
  }
}
