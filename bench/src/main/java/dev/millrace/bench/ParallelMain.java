// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.topology.TopicNames;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.PollContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Confluent's Parallel Consumer as a child, with transactions: makes the calls of a run on one of
 * many threads, waits for each, and hands the request on. Same arguments as {@link
 * PassThroughMain}, the function is a must, and then {@code CONCURRENCY}.
 */
final class ParallelMain {
  static final String READY = "parallel consumer is ready";

  private ParallelMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Pipeline pipeline = BenchPipeline.read(args[3], System::getenv);
    TopicNames topics = TopicNames.of(pipeline.topics());
    BareTopics.ensure(pipeline.topics(), args[0]);
    Runnable calls = BlockingCalls.of(args[4]);
    ParallelStreamProcessor<byte[], byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            options(
                args[0],
                topics.prefix(),
                Integer.parseInt(args[5]),
                pipeline.limits().commitSpacing()));
    Runtime.getRuntime().addShutdownHook(new Thread(processor::close, "close-parallel"));
    processor.subscribe(List.of(topics.requests()));
    processor.pollAndProduce(
        polled -> {
          calls.run();
          return answer(polled, topics.results());
        });
    System.out.println(READY);
    Thread.currentThread().join();
  }

  /**
   * In the order that allows it the most: none. Its own 5 s would hide every result for so long.
   */
  private static ParallelConsumerOptions<byte[], byte[]> options(
      String bootstrapServers, String group, int concurrency, Duration commitInterval) {
    return ParallelConsumerOptions.<byte[], byte[]>builder()
        .consumer(consumer(bootstrapServers, group))
        .producer(producer(bootstrapServers, group))
        .commitMode(CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER)
        .allowEagerProcessingDuringTransactionCommit(true)
        .commitInterval(commitInterval)
        .ordering(ProcessingOrder.UNORDERED)
        .maxConcurrency(concurrency)
        .build();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String group) {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, String id) {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            id,
            ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
            5);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> answer(
      PollContext<byte[], byte[]> polled, String results) {
    ConsumerRecord<byte[], byte[]> record = polled.getSingleConsumerRecord();
    return new ProducerRecord<>(results, null, record.key(), record.value(), record.headers());
  }
}
