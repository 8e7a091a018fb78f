// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.http.HttpClients;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of the Model Context Protocol. Its session is opened by the first call that needs it,
 * off the caller's thread, and anew after it was lost; a call that finds no session fails, and
 * whoever sent it decides about another attempt. Thread-safe.
 */
public final class McpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(McpServer.class);

  private final McpServerSettings settings;
  private final @Nullable OkHttpClient http;
  private final ExecutorService opener;
  private final Map<String, String> pins = new ConcurrentHashMap<>();
  private @Nullable CompletableFuture<McpConnection> current;
  private boolean closed;

  public McpServer(McpServerSettings settings) {
    this.settings = settings;
    this.http =
        settings.reach() instanceof McpServerSettings.Http address
            ? HttpClients.create(
                "mcp-" + settings.name(),
                settings.connectTimeout(),
                HttpUrl.get(address.url()),
                address.rules())
            : null;
    this.opener =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "mcp-" + settings.name() + "-open");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a call and returns at once; cancelling the future gives the call up. Failures are
   * values.
   *
   * @param reader makes the outcome of an answer, on the thread that the answer came by
   */
  public <T> CompletableFuture<Outcome<T>> call(
      McpCall call, BiFunction<McpAnswer, Timing, Outcome<T>> reader) {
    return new McpAttempt<>(call, reader).start(connection());
  }

  /** What the server offers now; completes with an exception that says what is wrong. */
  public CompletableFuture<List<OfferedTool>> tools() {
    return connection().thenCompose(connection -> connection.tools().toFuture());
  }

  /** Says in the log, once for each session, if the server describes a tool in another way. */
  public void expect(String tool, String pin) {
    pins.put(tool, pin);
  }

  private synchronized CompletableFuture<McpConnection> connection() {
    CompletableFuture<McpConnection> known = current;
    if (known != null && isOfUse(known)) {
      return known;
    }
    CompletableFuture<McpConnection> opened = new CompletableFuture<>();
    current = opened;
    try {
      opener.execute(() -> open(opened, known));
    } catch (RejectedExecutionException e) {
      opened.completeExceptionally(Messages.failed(FailureKind.CANCELLED, "the client is closed"));
    }
    return opened;
  }

  private static boolean isOfUse(CompletableFuture<McpConnection> known) {
    return !known.isDone() || (!known.isCompletedExceptionally() && known.join().isOpen());
  }

  private void open(
      CompletableFuture<McpConnection> opened, @Nullable CompletableFuture<McpConnection> before) {
    if (before != null) {
      var unused = before.thenAccept(McpConnection::close);
    }
    Messages messages;
    try {
      messages = messages();
    } catch (IOException e) {
      String detail = "the process cannot be started";
      opened.completeExceptionally(Messages.failed(FailureKind.CONNECTION, detail));
      return;
    }
    McpConnection connection =
        new McpConnection(messages, settings.connectTimeout(), this::compare);
    var unused =
        connection
            .begin()
            .subscribe(ready -> take(ready, opened), thrown -> refuse(connection, opened, thrown));
  }

  private Messages messages() throws IOException {
    return settings.reach() instanceof McpServerSettings.Http address
        ? new HttpMessages(settings, address, Objects.requireNonNull(http))
        : new StdioMessages(settings, (McpServerSettings.Stdio) settings.reach());
  }

  private void take(McpConnection ready, CompletableFuture<McpConnection> opened) {
    boolean late;
    synchronized (this) {
      late = closed;
    }
    if (late) {
      ready.close();
    }
    opened.complete(ready);
    if (!pins.isEmpty()) {
      var unused = ready.tools().subscribe(this::compare, thrown -> {});
    }
  }

  private void refuse(
      McpConnection connection, CompletableFuture<McpConnection> opened, Throwable thrown) {
    connection.close();
    Failure failure = McpFailures.ofSession(thrown);
    log.atWarn()
        .addKeyValue("server", settings.name())
        .addKeyValue("because", failure.detail())
        .log("no session with an MCP server");
    opened.completeExceptionally(new McpFailureException(failure));
  }

  private void compare(List<OfferedTool> offered) {
    Drift.of(pins, offered)
        .forEach(
            drift ->
                log.atWarn()
                    .addKeyValue("server", settings.name())
                    .addKeyValue("tool", drift.tool())
                    .addKeyValue("pinned", drift.pinned())
                    .addKeyValue("offered", drift.offered())
                    .log("an MCP server describes a tool in another way than the pipeline knows"));
  }

  /** Ends the session; calls that are under way fail. */
  @Override
  public synchronized void close() {
    closed = true;
    opener.shutdown();
    if (http != null) {
      http.dispatcher().cancelAll();
    }
    if (current != null) {
      var unused = current.thenAccept(McpConnection::close);
    }
    if (http != null) {
      HttpClients.closeSoon(http);
    }
  }
}
