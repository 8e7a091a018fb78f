// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stream threads of one application, by name. Kafka Streams names the clients of a thread after
 * it; that is how a {@link Loop} finds its consumer and its producer.
 */
public final class StreamThreads {

  private final Map<String, Loop> loops = new ConcurrentHashMap<>();
  private final Duration commitSpacing;

  /**
   * @param commitSpacing results wait no longer than this for a commit that others share
   */
  public StreamThreads(Duration commitSpacing) {
    this.commitSpacing = commitSpacing;
  }

  /**
   * The loop that the calling thread turns; call it in {@code Processor.init}. A thread that is no
   * stream thread of this application gets a loop of its own that has nothing to wake and whose
   * {@link Loop#commits} always advance.
   */
  public Loop forCurrentThread() {
    Loop loop = loops.get(Thread.currentThread().getName());
    return loop == null ? Loop.withoutKafka() : loop;
  }

  /**
   * Makes the calling thread one of the application's, and gives its loop to the caller to turn: to
   * say when it falls asleep, wakes up and has committed. For a topology on virtual time.
   */
  public Loop adoptCurrentThread() {
    return loops.computeIfAbsent(
        Thread.currentThread().getName(), name -> Loop.ofStreamThread(commitSpacing));
  }

  Loop ofClient(String clientId, String suffix) {
    if (!clientId.endsWith(suffix)) {
      throw new IllegalArgumentException("not the client of a stream thread: " + clientId);
    }
    String thread = clientId.substring(0, clientId.length() - suffix.length());
    return loops.computeIfAbsent(thread, name -> Loop.ofStreamThread(commitSpacing));
  }
}
