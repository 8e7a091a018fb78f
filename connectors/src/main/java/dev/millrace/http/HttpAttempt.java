// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import dev.millrace.call.CalledOffException;
import dev.millrace.call.Outcome;
import dev.millrace.call.TimePart;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call as a future outcome. The answer is read on the call's own thread; cancelling the
 * future cancels the call, and the call's time limit covers everything up to the last byte.
 *
 * <p>A server may hang up on a connection that waits for its next call. A call that finds out is
 * made once more, by a new connection, if it may be; and the others that wait are let go, so that
 * the next attempt does not find out the same.
 */
public final class HttpAttempt<T> implements Callback {

  /** Makes an outcome of whatever came back. */
  public interface Reader<T> {

    /** Reads an answer; an exception from here on is a cut, and goes to {@link #failed} too. */
    Outcome<T> read(Response response, HttpAttempt<T> attempt) throws IOException;

    /** The outcome of an attempt that broke. */
    Outcome<T> failed(IOException e, HttpAttempt<T> attempt);

    /** What an attempt is likely to be billed if it is called off now; null if nobody can tell. */
    default @Nullable Usage soFar() {
      return null;
    }
  }

  private final CompletableFuture<Outcome<T>> future = new Cancelling();
  private final OkHttpClient http;
  private final Request request;
  private final Duration timeout;
  private final Reader<T> reader;
  private final LongSupplier ticker;
  private final long startNanos;
  private volatile boolean mayRepeat;
  private volatile boolean answerBegan;
  private volatile Duration lost = Duration.ZERO;
  private volatile CallWatch watch;
  private volatile Call call;

  private HttpAttempt(
      OkHttpClient http,
      Request request,
      Duration timeout,
      boolean mayRepeat,
      Reader<T> reader,
      LongSupplier ticker) {
    this.http = http;
    this.request = request;
    this.timeout = timeout;
    this.mayRepeat = mayRepeat;
    this.reader = reader;
    this.ticker = ticker;
    this.startNanos = ticker.getAsLong();
    this.watch = new CallWatch(ticker, startNanos);
    this.call = http.newCall(watch.watching(request));
  }

  /** Sends a request that must not be sent twice, whatever became of the first. */
  public static <T> CompletableFuture<Outcome<T>> once(
      OkHttpClient http, Request request, Duration timeout, Reader<T> reader) {
    return new HttpAttempt<>(http, request, timeout, false, reader, System::nanoTime).start();
  }

  /** Sends a request that does no harm when an old connection makes it be sent twice. */
  public static <T> CompletableFuture<Outcome<T>> repeatable(
      OkHttpClient http, Request request, Duration timeout, Reader<T> reader) {
    return repeatable(http, request, timeout, reader, System::nanoTime);
  }

  /** As above, by another clock than the system's, in nanoseconds. */
  static <T> CompletableFuture<Outcome<T>> repeatable(
      OkHttpClient http, Request request, Duration timeout, Reader<T> reader, LongSupplier ticker) {
    return new HttpAttempt<>(http, request, timeout, true, reader, ticker).start();
  }

  private CompletableFuture<Outcome<T>> start() {
    long leftMs = timeout.minus(elapsed()).toMillis();
    call.timeout().timeout(Math.max(1, leftMs), TimeUnit.MILLISECONDS);
    call.enqueue(this);
    return future;
  }

  /** True once the status line and headers of an answer are here. */
  public boolean answerBegan() {
    return answerBegan;
  }

  /** True once nobody wants the answer; after a timeout too. */
  boolean isCancelled() {
    return call.isCanceled();
  }

  public Duration elapsed() {
    return Duration.ofNanos(ticker.getAsLong() - startNanos);
  }

  /** How long it has taken by now, and with what. Asked on the thread of the call. */
  public Timing timing() {
    long at = ticker.getAsLong();
    Map<TimePart, Duration> parts = watch.parts(at);
    if (!lost.isZero()) {
      parts.put(TimePart.LOST, lost);
    }
    return new Timing(Duration.ofNanos(at - startNanos), null, null, parts);
  }

  @Override
  public void onResponse(Call ended, Response response) {
    answerBegan = true;
    watch.enter(TimePart.PARSE);
    WatchedBody body = new WatchedBody(response.body(), watch);
    try (Response watched = response.newBuilder().body(body).build()) {
      future.complete(reader.read(watched, this));
    } catch (IOException e) {
      onFailure(ended, e);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  @Override
  public void onFailure(Call ended, IOException e) {
    if (isOfAnOldConnection(e)) {
      http.connectionPool().evictAll();
      if (mayRepeat) {
        repeat();
        return;
      }
    }
    try {
      future.complete(reader.failed(e, this));
    } catch (RuntimeException | Error bug) {
      future.completeExceptionally(bug);
    }
  }

  private boolean isOfAnOldConnection(IOException e) {
    return watch.isByAnOldOne()
        && !answerBegan
        && !isCancelled()
        && !(e instanceof InterruptedIOException);
  }

  private void repeat() {
    mayRepeat = false;
    long at = ticker.getAsLong();
    lost = Duration.ofNanos(at - startNanos);
    watch = new CallWatch(ticker, at);
    call = HttpClients.withoutOldConnections(http).newCall(watch.watching(request));
    if (future.isCancelled()) {
      return;
    }
    var unused = start();
    if (future.isCancelled()) {
      call.cancel();
    }
  }

  /** A future that takes its call with it when it is cancelled. */
  private final class Cancelling extends CompletableFuture<Outcome<T>> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      completeExceptionally(new CalledOffException(reader::soFar));
      call.cancel();
      return isCancelled();
    }
  }
}
