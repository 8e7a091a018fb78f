// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.run.RunId;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.seeded.Books;
import dev.millrace.seeded.Violation;
import dev.millrace.serde.JsonSerde;
import dev.millrace.state.Stores;
import dev.millrace.topology.TopicNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads all that a round has left in its topics, and holds it against what is promised. */
final class ChaosAudit {
  private static final String SUFFIX = "-changelog";

  private final JsonSerde<Request> requestReader = JsonSerde.of(Request.class);
  private final JsonSerde<Result> resultReader = JsonSerde.of(Result.class);
  private final JsonSerde<CostEvent> costReader = JsonSerde.of(CostEvent.class);
  private final TopicNames topics;
  private final Books books;
  private final Map<String, Integer> askedByRun = new HashMap<>();
  private final Map<String, List<byte[]>> answersByRun = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  ChaosAudit(Pipeline pipeline) {
    topics = TopicNames.of(pipeline.topics());
    books = new Books(pipeline);
  }

  /** The topics it wants to read, all of them from the beginning to the end. */
  List<String> topics() {
    Stream<String> stores =
        Stream.of(
            Stores.BUDGETS, Stores.RUNS, Stores.PENDING_CALLS, Stores.INQUIRIES, Stores.PARTS);
    return Stream.concat(
            Stream.of(topics.requests(), topics.results(), topics.costs()),
            stores.map(store -> changelog(topics, store)))
        .toList();
  }

  static String changelog(TopicNames topics, String store) {
    return topics.prefix() + "-" + store + SUFFIX;
  }

  void read(String topic, int partition, byte[] key, byte @Nullable [] value) {
    if (topic.endsWith(SUFFIX)) {
      int begin = topics.prefix().length() + 1;
      String store = topic.substring(begin, topic.length() - SUFFIX.length());
      books.wrote(store, partition, key, value);
    } else if (value == null) {
      violations.add(new Violation("records have a value", topic));
    } else if (topic.equals(topics.requests())) {
      Request request = requestReader.read(value);
      RunId run = RunId.of(request.getTenant(), request.getRequestId());
      askedByRun.merge(run.value(), 1, Integer::sum);
    } else if (topic.equals(topics.results())) {
      Result result = resultReader.read(value);
      books.told(result);
      answersByRun.computeIfAbsent(result.getRunId(), any -> new ArrayList<>()).add(value);
    } else {
      books.told(costReader.read(value));
    }
  }

  /** All is read, and nothing more will be written. */
  ChaosVerdict verdict() {
    books.end();
    int lost = 0;
    for (String run : askedByRun.keySet()) {
      if (!answersByRun.containsKey(run)) {
        lost++;
        violations.add(new Violation("each request has a result", run + " has none"));
      }
    }
    int doubled = doubled();
    violations.addAll(books.violations());
    return new ChaosVerdict(
        askedByRun.size(),
        lost,
        doubled,
        books.events(),
        books.toldTwice(),
        books.overspentNanos(),
        endings(),
        violations);
  }

  /** A request that is sent again after its run has ended gets the same result again. */
  private int doubled() {
    int doubled = 0;
    for (Map.Entry<String, List<byte[]>> each : answersByRun.entrySet()) {
      List<byte[]> answers = each.getValue();
      int asked = askedByRun.getOrDefault(each.getKey(), 0);
      long other = answers.stream().filter(a -> !Arrays.equals(a, answers.get(0))).count();
      int tooMany = Math.max(answers.size() - asked, (int) other);
      if (tooMany > 0) {
        doubled += tooMany;
        String detail = "%s asked %d times, %d answers, %d of them differ from the first";
        violations.add(
            new Violation(
                "one result for each request",
                detail.formatted(each.getKey(), asked, answers.size(), other)));
      }
    }
    return doubled;
  }

  private Map<String, Integer> endings() {
    Map<String, Integer> endings = new HashMap<>();
    for (List<byte[]> answers : answersByRun.values()) {
      Result result = resultReader.read(answers.get(0));
      endings.merge(result.getStatus() + "." + result.getReason(), 1, Integer::sum);
    }
    return endings;
  }
}
