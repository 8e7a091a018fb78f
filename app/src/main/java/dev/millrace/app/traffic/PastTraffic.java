// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.topology.TopicNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What topics remember: requests that came once, and the results they had. */
public final class PastTraffic {

  private final KafkaAccess kafka;
  private final Wire wire;

  public PastTraffic(KafkaAccess kafka, Wire wire) {
    this.kafka = kafka;
    this.wire = wire;
  }

  /**
   * Requests of a part of a topic in the order of their time, each id once; unreadable ones not.
   */
  public List<PastRequest> requests(String topic, TopicRange range) {
    List<PastRequest> requests = new ArrayList<>();
    RecordDecoder<Request> decoder = wire.decoder(Request.class);
    try (TopicReader reader = TopicReader.open(kafka, topic, range.start())) {
      reader.readToEnd(
          record -> {
            if (range.contains(record)) {
              ReadableRecords.take(decoder, record, request -> requests.add(past(request, record)));
            }
          });
    }
    requests.sort(Comparator.comparingLong(PastRequest::atMs));
    return onceEach(requests);
  }

  /** The first result of each of the requests, of those that have one since a time. */
  public Map<RequestKey, Result> results(String topic, List<PastRequest> of, Start since) {
    Set<RequestKey> wanted = new HashSet<>();
    of.forEach(request -> wanted.add(request.key()));
    Map<RequestKey, Result> found = new HashMap<>();
    RecordDecoder<Result> decoder = wire.decoder(Result.class);
    try (TopicReader reader = TopicReader.open(kafka, topic, since)) {
      reader.readToEnd(
          record ->
              ReadableRecords.take(
                  decoder,
                  record,
                  result -> {
                    RequestKey key = RequestKey.of(result);
                    if (wanted.contains(key)) {
                      found.putIfAbsent(key, result);
                    }
                  }));
    }
    return found;
  }

  /** What all runs came to that are told of in these topics. */
  public Truth truth(TopicNames topics) {
    Truth.Reader truth = new Truth.Reader();
    readAll(topics.results(), Result.class, truth::read);
    readAll(topics.costs(), CostEvent.class, truth::read);
    return truth.truth();
  }

  private <T extends SpecificRecord> void readAll(String topic, Class<T> type, Consumer<T> use) {
    RecordDecoder<T> decoder = wire.decoder(type);
    try (TopicReader reader = TopicReader.open(kafka, topic, Start.beginning())) {
      reader.readToEnd(record -> ReadableRecords.take(decoder, record, use));
    }
  }

  /** The same list without requests whose id has been there. */
  public static List<PastRequest> onceEach(List<PastRequest> requests) {
    Set<RequestKey> seen = new HashSet<>();
    return requests.stream().filter(request -> seen.add(request.key())).toList();
  }

  private static PastRequest past(Request request, ConsumerRecord<byte[], byte[]> record) {
    return new PastRequest(request, record.timestamp());
  }
}
