// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.topology.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sends requests to a running application and waits for the result of each, on the caller's thread,
 * with so many under way at the most.
 */
public final class Exchange implements AutoCloseable {

  private static final Duration LONGEST_POLL = Duration.ofMillis(100);

  /**
   * How the requests go.
   *
   * @param maxInFlight sent and not answered
   * @param patience the longest wait in which nothing is answered
   */
  public record Settings(Pace pace, int maxInFlight, Duration patience) {
    public Settings {
      if (maxInFlight < 1) {
        throw new IllegalArgumentException("max in flight < 1: " + maxInFlight);
      }
    }
  }

  /**
   * What came of it.
   *
   * @param unanswered requests whose result did not come in time
   * @param repeated results beyond the first of a request
   * @param elapsedMs from the first request to the last result
   */
  public record Outcome(
      List<Answered> answered, List<PastRequest> unanswered, int repeated, long elapsedMs) {
    public Outcome {
      answered = List.copyOf(answered);
      unanswered = List.copyOf(unanswered);
    }
  }

  private record Waiting(PastRequest request, long sentNanos) {}

  private final RecordSender<Request> sender;
  private final TopicReader results;
  private final RecordDecoder<Result> decoder;
  private final Map<RequestKey, Waiting> waiting = new HashMap<>();
  private final Set<RequestKey> known = new HashSet<>();
  private final List<Answered> answered = new ArrayList<>();
  private int repeated;
  private long lastMoveNanos;

  private Exchange(
      RecordSender<Request> sender, TopicReader results, RecordDecoder<Result> decoder) {
    this.sender = sender;
    this.results = results;
    this.decoder = decoder;
  }

  /** Looks at results from now on; the topics are there already. */
  public static Exchange open(KafkaAccess kafka, Wire wire, TopicNames topics, int maxRecordBytes) {
    TopicReader results = TopicReader.open(kafka, topics.results(), Start.now());
    RecordSender<Request> sender =
        RecordSender.open(kafka, wire, Request.class, topics.requests(), maxRecordBytes);
    return new Exchange(sender, results, wire.decoder(Result.class));
  }

  /** Runs them all; each that ends is told to the listener at once. To be called once. */
  public Outcome run(List<PastRequest> requests, Settings settings, Consumer<Answered> listener) {
    long startNanos = System.nanoTime();
    long firstMs = requests.isEmpty() ? 0 : requests.get(0).atMs();
    lastMoveNanos = startNanos;
    int next = 0;
    while (next < requests.size() || !waiting.isEmpty()) {
      Duration wait = LONGEST_POLL;
      while (next < requests.size() && waiting.size() < settings.maxInFlight()) {
        PastRequest request = requests.get(next);
        wait = untilDue(settings.pace().dueMs(next, request.atMs() - firstMs), startNanos);
        if (!wait.isZero()) {
          break;
        }
        send(request);
        next++;
      }
      results.poll(wait, record -> take(record, listener));
      sender.check();
      if (!waiting.isEmpty() && sinceLastMove().compareTo(settings.patience()) > 0) {
        break;
      }
    }
    long elapsedMs = TimeUnit.NANOSECONDS.toMillis(lastMoveNanos - startNanos);
    List<PastRequest> unanswered = new ArrayList<>();
    waiting.values().forEach(still -> unanswered.add(still.request()));
    unanswered.addAll(requests.subList(next, requests.size()));
    return new Outcome(answered, unanswered, repeated, elapsedMs);
  }

  /** How many results beyond the first of a request are there once the application has stopped. */
  public int countRepeated() {
    results.readToEnd(record -> take(record, ignored -> {}));
    return repeated;
  }

  private Duration untilDue(long dueMs, long startNanos) {
    long leftNanos = TimeUnit.MILLISECONDS.toNanos(dueMs) - (System.nanoTime() - startNanos);
    if (leftNanos <= 0) {
      return Duration.ZERO;
    }
    Duration left = Duration.ofNanos(leftNanos);
    return left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL;
  }

  private void send(PastRequest request) {
    lastMoveNanos = System.nanoTime();
    // A request that comes twice is answered by the run that the first one began.
    if (known.add(request.key())) {
      waiting.put(request.key(), new Waiting(request, lastMoveNanos));
    }
    sender.send(request.key().tenant(), request.asSentAt(System.currentTimeMillis()));
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Consumer<Answered> listener) {
    Result result = decoder.decode(record.value());
    RequestKey key = RequestKey.of(result);
    Waiting sent = waiting.remove(key);
    if (sent == null) {
      repeated += known.contains(key) ? 1 : 0;
      return;
    }
    lastMoveNanos = System.nanoTime();
    long latencyMs = TimeUnit.NANOSECONDS.toMillis(lastMoveNanos - sent.sentNanos());
    Answered ended = new Answered(sent.request(), result, latencyMs);
    answered.add(ended);
    listener.accept(ended);
  }

  private Duration sinceLastMove() {
    return Duration.ofNanos(System.nanoTime() - lastMoveNanos);
  }

  @Override
  public void close() {
    try (sender;
        results) {
      waiting.clear();
    }
  }
}
