// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.tool.ToolFunction;
import dev.millrace.tool.ToolRequest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A tool that takes 500 ms and holds no thread meanwhile. Public for {@link
 * java.util.ServiceLoader}.
 */
public final class HalfSecondFunction implements ToolFunction {
  static final String NAME = "bench-half-second";

  private static final long TAKES_MS = 500;
  private static final long TAKES_NANOS = TAKES_MS * 1_000_000;
  private static final long TICK_NANOS = 1_000_000;

  /** How long a run takes if only its calls take time. */
  static final Duration RUN = Duration.ofMillis(TAKES_MS * BlockingCalls.A_RUN);

  private static final JsonNode ANSWER = JsonNodeFactory.instance.objectNode().put("done", true);

  /** All take equally long: the first that came is the first that is due. */
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  private record Waiting(CompletableFuture<JsonNode> answer, long dueNanos) {}

  private final AtomicBoolean turns = new AtomicBoolean();

  /** No thread before the first call: others measure other things with this on the class path. */
  private void begin() {
    if (turns.compareAndSet(false, true)) {
      Thread clock = new Thread(this::turn, NAME);
      clock.setDaemon(true);
      clock.start();
    }
  }

  /** What stands for the outside should cost next to nothing: no timer of its own for each call. */
  private void turn() {
    while (true) {
      LockSupport.parkNanos(TICK_NANOS);
      Waiting first = waiting.peek();
      while (first != null && System.nanoTime() - first.dueNanos >= 0) {
        waiting.remove();
        first.answer.complete(ANSWER);
        first = waiting.peek();
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request) {
    Waiting call = new Waiting(new CompletableFuture<>(), System.nanoTime() + TAKES_NANOS);
    waiting.add(call);
    begin();
    return call.answer;
  }
}
