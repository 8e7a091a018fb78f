// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A fixed number of requests under way: each answer lets the next request leave.
 *
 * <p>Used by one thread at a time.
 */
final class ClosedLoop {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  private final Requests requests;
  private final Target target;
  private final Answers answers;
  private final Map<Integer, Long> sentAt = new HashMap<>();
  private long lastAnswerAt;

  ClosedLoop(Requests requests, Target target, Answers answers) {
    this.requests = requests;
    this.target = target;
    this.answers = answers;
  }

  /**
   * What came back in a while.
   *
   * @param took from the request's leaving to the answer in the consumer's hands
   */
  record Throughput(int answered, double perSecond, Latencies took) {
    Figures figures() {
      return Figures.none()
          .with("runs_per_s", perSecond)
          .with("p50_ms", took.percentileMs(50))
          .with("p99_ms", took.percentileMs(99))
          .with("runs", answered);
    }
  }

  /**
   * Keeps so many under way for so long, then waits until none is.
   *
   * @throws IOException if answers stay away, or one is none
   */
  Throughput run(Load load) throws IOException {
    answers.skipToEnd();
    begin(load);
    keepGoing(load.warmUp(), new Latencies());
    Latencies took = new Latencies();
    long beganAt = System.nanoTime();
    int answered = keepGoing(load.measured(), took);
    double seconds = (System.nanoTime() - beganAt) / 1e9;
    while (!sentAt.isEmpty()) {
      poll(new Latencies());
    }
    return new Throughput(answered, answered / seconds, took);
  }

  private void begin(Load load) throws IOException {
    long beganAt = System.nanoTime();
    for (int begun = 0; begun < load.atOnce(); ) {
      int due = load.dueAfter(Duration.ofNanos(System.nanoTime() - beganAt));
      for (; begun < due; begun++) {
        send();
      }
      if (begun < load.atOnce()) {
        sendAgain(poll(new Latencies()));
      }
    }
  }

  private int keepGoing(Duration period, Latencies took) throws IOException {
    long endAt = System.nanoTime() + period.toNanos();
    int answered = 0;
    while (System.nanoTime() - endAt < 0) {
      int came = poll(took);
      sendAgain(came);
      answered += came;
    }
    return answered;
  }

  private void sendAgain(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      send();
    }
  }

  private void send() throws IOException {
    int number = requests.reserve(1);
    sentAt.put(number, System.nanoTime());
    lastAnswerAt = sentAt.size() == 1 ? System.nanoTime() : lastAnswerAt;
    requests.send(target, number);
  }

  private int poll(Latencies took) throws IOException {
    int before = sentAt.size();
    answers.poll(number -> answered(number, took));
    long now = System.nanoTime();
    int came = before - sentAt.size();
    if (came > 0) {
      lastAnswerAt = now;
    } else if (before > 0 && now - lastAnswerAt > ANSWERS_WITHIN.toNanos()) {
      throw new IOException("no answer within %s, of %d".formatted(ANSWERS_WITHIN, before));
    }
    return came;
  }

  private void answered(int number, Latencies took) {
    Long leftAt = sentAt.remove(number);
    if (leftAt == null) {
      throw new IllegalStateException("an answer came twice, to request " + number);
    }
    took.add(System.nanoTime() - leftAt);
  }
}
