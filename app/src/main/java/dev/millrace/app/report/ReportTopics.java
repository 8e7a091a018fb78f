// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.app.traffic.ReadableRecords;
import dev.millrace.app.traffic.Start;
import dev.millrace.app.traffic.TopicReader;
import dev.millrace.app.traffic.Wire;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Feedback;
import dev.millrace.schemas.Result;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.topology.TopicNames;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what a report is made of: what is committed in its topics when it begins. */
public final class ReportTopics {
  private final Report report;
  private final Wire wire;

  private ReportTopics(Report report, Wire wire) {
    this.report = report;
    this.wire = wire;
  }

  /**
   * Reads all that the question is about.
   *
   * @throws dev.millrace.app.traffic.OutOfReachException if a topic is not there
   * @throws ReportTooLargeException if it asks for more than fits into memory
   */
  public static Report read(KafkaAccess kafka, Wire wire, TopicNames topics, Question question) {
    Start start = question.fromMs() == 0 ? Start.beginning() : Start.atTime(question.fromMs());
    try (TopicReader costs = TopicReader.open(kafka, topics.costs(), start);
        TopicReader results = TopicReader.open(kafka, topics.results(), start);
        TopicReader feedback = TopicReader.open(kafka, topics.feedback(), start)) {
      Report report = new Report(question);
      ReportTopics reading = new ReportTopics(report, wire);
      // All ends before anything is read: what comes meanwhile is of no part.
      TopicReader.Ends costEnds = costs.ends();
      TopicReader.Ends resultEnds = results.ends();
      reading.take(feedback, feedback.ends(), Feedback.class, (v, at) -> report.take(v, at));
      reading.take(results, resultEnds, Result.class, (v, at) -> report.take(v));
      reading.take(costs, costEnds, CostEvent.class, (v, at) -> report.take(v));
      return report;
    }
  }

  private <T extends SpecificRecord> void take(
      TopicReader reader, TopicReader.Ends ends, Class<T> type, BiConsumer<T, Long> use) {
    RecordDecoder<T> decoder = wire.decoder(type);
    reader.readTo(ends, record -> take(decoder, record, use));
  }

  private <T extends SpecificRecord> void take(
      RecordDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record, BiConsumer<T, Long> use) {
    if (!ReadableRecords.take(decoder, record, value -> use.accept(value, record.timestamp()))) {
      report.takeUnreadable();
    }
  }
}
