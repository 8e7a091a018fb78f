// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.FailureKind;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * A session with a process, a message a line. When the process ends, so do all calls that wait for
 * it; a line that is no message is passed over.
 */
final class StdioMessages extends Messages {
  private final ServerProcess process;
  private final Map<Object, MonoSink<Void>> waiting = new ConcurrentHashMap<>();
  private final ExecutorService writer;
  private final String name;
  private volatile boolean open = true;

  /**
   * Starts the process.
   *
   * @throws IOException if it cannot be started
   */
  StdioMessages(McpServerSettings settings, McpServerSettings.Stdio command) throws IOException {
    super(settings.connectTimeout());
    this.name = "mcp-" + settings.name();
    this.process = ServerProcess.start(name, command);
    this.writer = Executors.newSingleThreadExecutor(task -> daemon(task, name + "-in"));
    daemon(() -> readFrom(new MessageLines(process.output(), settings.maxMessageBytes())), name)
        .start();
  }

  private void readFrom(MessageLines lines) {
    try {
      for (MessageLines.Line line = lines.next(); line != null; line = lines.next()) {
        take(line);
      }
    } catch (IOException | RuntimeException e) {
      // As its end: nothing it says can be told apart any more.
    } finally {
      ended();
    }
  }

  private void take(MessageLines.Line line) {
    if (line.tooLarge()) {
      finish(line.id(), failed(FailureKind.RESPONSE_TOO_LARGE, "the message is too large"));
      return;
    }
    JSONRPCMessage message = read(line.text());
    if (message == null) {
      return;
    }
    process.speaks();
    deliver(message);
    if (message instanceof JSONRPCResponse response) {
      finish(response.id(), null);
    }
  }

  private void finish(@Nullable Object id, @Nullable McpFailureException failure) {
    MonoSink<Void> over = id == null ? null : waiting.remove(id);
    if (over != null && failure == null) {
      over.success();
    } else if (over != null) {
      over.error(failure);
    }
  }

  @Override
  void send(JSONRPCRequest request, Flight flight, MonoSink<Void> over) {
    waiting.put(request.id(), over);
    flight.onGivenUp(() -> giveUp(request.id()));
    say(request);
    if (!open) {
      endAll("the process ended");
    }
  }

  private void giveUp(Object id) {
    if (waiting.containsKey(id)) {
      finish(id, failed(FailureKind.CANCELLED, "given up"));
      tellGivenUp(id);
    }
  }

  @Override
  void tell(JSONRPCMessage message, MonoSink<Void> over) {
    say(message);
    over.success();
  }

  /** A process that does not read makes its own thread wait, and nobody else. */
  private void say(JSONRPCMessage message) {
    try {
      writer.execute(() -> write(message));
    } catch (RejectedExecutionException e) {
      endAll("the process ended");
    }
  }

  private void write(JSONRPCMessage message) {
    try {
      OutputStream to = process.input();
      to.write(McpJson.bytes(message));
      to.write('\n');
      to.flush();
    } catch (IOException e) {
      ended();
    }
  }

  /** It has closed its output, or does not read: no good in either case. */
  private void ended() {
    open = false;
    process.end();
    String last = process.lastWords();
    shut("the process ended" + (last.isEmpty() ? "" : ": " + last));
  }

  private void shut(String detail) {
    open = false;
    writer.shutdown();
    process.end();
    endAll(detail);
  }

  private void endAll(String detail) {
    waiting.keySet().forEach(id -> finish(id, failed(FailureKind.CONNECTION, detail)));
  }

  @Override
  boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    shut("the client is closed");
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
