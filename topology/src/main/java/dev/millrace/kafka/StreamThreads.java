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

  /** So that one turn stays far below the transaction's timeout. */
  private static final int MOST_ITEMS_A_TURN = 2_000;

  private final Map<String, Loop> loops;
  private final Duration commitSpacing;
  private final int mostItemsATurn;

  /**
   * @param commitSpacing how long results of a busy thread wait for a commit that others share;
   *     where commits are long, three times that at most
   */
  public StreamThreads(Duration commitSpacing) {
    this(new ConcurrentHashMap<>(), commitSpacing, MOST_ITEMS_A_TURN);
  }

  private StreamThreads(Map<String, Loop> loops, Duration commitSpacing, int mostItemsATurn) {
    this.loops = loops;
    this.commitSpacing = commitSpacing;
    this.mostItemsATurn = mostItemsATurn;
  }

  /** The same threads, of which each takes fewer or more out of a task's mailbox in one turn. */
  public StreamThreads taking(int itemsATurn) {
    if (itemsATurn < 1) {
      throw new IllegalArgumentException("itemsATurn < 1: " + itemsATurn);
    }
    return new StreamThreads(loops, commitSpacing, itemsATurn);
  }

  /** So many items of a task's mailbox a turn takes at most; the rest waits for the next turn. */
  public int mostItemsATurn() {
    return mostItemsATurn;
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
   * say when it falls asleep, wakes up and has committed. For a topology on virtual time, whose
   * commits are all or nothing.
   */
  public Loop adoptCurrentThread() {
    Loop loop =
        loops.computeIfAbsent(
            Thread.currentThread().getName(), name -> Loop.onVirtualTime(commitSpacing));
    loop.writesInTransactions(true);
    return loop;
  }

  Loop ofClient(String clientId, String suffix) {
    if (!clientId.endsWith(suffix)) {
      throw new IllegalArgumentException("not the client of a stream thread: " + clientId);
    }
    String thread = clientId.substring(0, clientId.length() - suffix.length());
    return loops.computeIfAbsent(
        thread, name -> Loop.ofStreamThread(commitSpacing, System::nanoTime));
  }
}
