// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import dev.millrace.kafka.Loop;
import dev.millrace.kafka.StreamThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The application from a start to a crash or a stop: one driver, and the loop that it turns. */
final class Life implements AutoCloseable {
  private static final Duration COMMIT_SPACING = Duration.ofMillis(20);

  private final TopologyTestDriver driver;
  private final Loop loop;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
  private long nowMs;
  private boolean woken;

  Life(TopologyMaker maker, String applicationId, Path stateDir, long nowMs, Changelogs restored) {
    StreamThreads threads = new StreamThreads(COMMIT_SPACING);
    loop = threads.adoptCurrentThread();
    loop.attach(() -> woken = true);
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, LightRocksDb.class);
    this.nowMs = nowMs;
    Topology topology = new OneWayTopology();
    maker.addTo(topology, threads);
    driver = new TopologyTestDriver(topology, config, Instant.ofEpochMilli(nowMs));
    Restoration.restore(driver, restored);
  }

  Turn take(Input input) {
    inputs
        .computeIfAbsent(input.topic(), this::inputTopic)
        .pipeInput(new TestRecord<>(input.key(), input.value(), instant(input.timestampMs())));
    return new Turn(input, nowMs, produced());
  }

  private static Instant instant(long ms) {
    return Instant.ofEpochMilli(ms);
  }

  /** A clock that was set back stands still here: only another life can begin earlier. */
  Turn punctuate(long atMs) {
    Duration passed = Duration.ofMillis(Math.max(0, atMs - nowMs));
    nowMs = Math.max(nowMs, atMs);
    driver.advanceWallClockTime(passed);
    return new Turn(null, nowMs, produced());
  }

  /** How long the thread may sleep in its poll; the answer holds until it is woken. */
  Duration fallAsleep(Duration most) {
    woken = false;
    return loop.fallAsleep(most, nowMs);
  }

  /** Epoch milliseconds. */
  long nowMs() {
    return nowMs;
  }

  boolean woken() {
    return woken;
  }

  void wakeUp() {
    loop.wakeUp(false, nowMs);
  }

  void commit() {
    loop.committing(nowMs);
    loop.committed(nowMs);
  }

  private List<Produced> produced() {
    List<Produced> all = new ArrayList<>();
    for (String topic : new TreeSet<>(driver.producedTopicNames())) {
      TestOutputTopic<byte[], byte[]> output = outputs.computeIfAbsent(topic, this::outputTopic);
      while (!output.isEmpty()) {
        TestRecord<byte[], byte[]> record = output.readRecord();
        all.add(
            new Produced(
                OneWayTopology.nameOf(topic),
                record.key(),
                record.value(),
                record.timestamp(),
                record.headers()));
      }
    }
    return all;
  }

  private TestInputTopic<byte[], byte[]> inputTopic(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> outputTopic(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    driver.close();
  }
}
