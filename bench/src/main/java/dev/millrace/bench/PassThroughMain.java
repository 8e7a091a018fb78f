// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.Intake;
import dev.millrace.kafka.MillraceClients;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.kafka.StreamsSettings;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * A bare Kafka Streams application as a child: what comes in goes out, and nothing else is done.
 * Settings, clients and the moments of its commits are the application's own, so that the
 * difference between both is the application's work and nothing else. Same arguments as {@link
 * AppMain}, and perhaps the name of a function that it calls as often as a run has steps, and waits
 * for.
 */
final class PassThroughMain {
  static final String READY = "pass-through is ready";

  private PassThroughMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Pipeline pipeline = BenchPipeline.read(args[3], System::getenv);
    TopicNames topics = TopicNames.of(pipeline.topics());
    BareTopics.ensure(pipeline.topics(), args[0]);
    StreamsSettings settings =
        new StreamsSettings(
            topics.prefix(),
            "one",
            args[0],
            Path.of(args[1]),
            Guarantee.valueOf(args[2]),
            Map.of());
    Runnable work = args.length > 4 ? BlockingCalls.of(args[4]) : () -> {};
    StreamThreads threads = new StreamThreads(pipeline.limits().commitSpacing());
    KafkaStreams streams =
        new KafkaStreams(
            topology(topics, () -> new PassThrough(threads, work)),
            new StreamsConfig(settings.properties(pipeline.topics(), pipeline.limits())),
            new MillraceClients(threads, Intake.OPEN, Set.of(topics.requests()), topics.fence()));
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "close-pass-through"));
    run(streams);
  }

  private static Topology topology(
      TopicNames topics, ProcessorSupplier<byte[], byte[], byte[], byte[]> pass) {
    return new Topology()
        .addSource(
            "in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.requests())
        .addProcessor("pass", pass, "in")
        .addSink(
            "out", topics.results(), new ByteArraySerializer(), new ByteArraySerializer(), "pass");
  }

  private static void run(KafkaStreams streams) throws InterruptedException {
    streams.start();
    while (streams.state() != KafkaStreams.State.RUNNING) {
      Thread.sleep(10);
    }
    System.out.println(READY);
    Thread.currentThread().join();
  }
}
