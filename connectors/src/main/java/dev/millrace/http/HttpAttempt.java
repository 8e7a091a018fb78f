// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * One HTTP call as a future outcome. The answer is read on the call's own thread; cancelling the
 * future cancels the call, and the call's time limit covers everything up to the last byte.
 */
public final class HttpAttempt<T> implements Callback {

  /** Makes an outcome of whatever came back. */
  public interface Reader<T> {

    /** Reads an answer; an exception from here on is a cut, and goes to {@link #failed} too. */
    Outcome<T> read(Response response, HttpAttempt<T> attempt) throws IOException;

    /** The outcome of an attempt that broke. */
    Outcome<T> failed(IOException e, HttpAttempt<T> attempt);
  }

  private final CompletableFuture<Outcome<T>> future;
  private final Call call;
  private final Reader<T> reader;
  private final long startNanos = System.nanoTime();
  private volatile boolean answerBegan;

  private HttpAttempt(Call call, Reader<T> reader) {
    this.future = new Cancelling<>(call);
    this.call = call;
    this.reader = reader;
  }

  public static <T> CompletableFuture<Outcome<T>> start(
      Call call, Duration timeout, Reader<T> reader) {
    HttpAttempt<T> attempt = new HttpAttempt<>(call, reader);
    call.timeout().timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
    call.enqueue(attempt);
    return attempt.future;
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
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  public Timing timing() {
    return new Timing(elapsed(), null);
  }

  @Override
  public void onResponse(Call ended, Response response) {
    answerBegan = true;
    try (response) {
      future.complete(reader.read(response, this));
    } catch (IOException e) {
      onFailure(ended, e);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  @Override
  public void onFailure(Call ended, IOException e) {
    try {
      future.complete(reader.failed(e, this));
    } catch (RuntimeException | Error bug) {
      future.completeExceptionally(bug);
    }
  }

  /** A future that takes its call with it when it is cancelled. */
  private static final class Cancelling<T> extends CompletableFuture<T> {
    private final Call call;

    Cancelling(Call call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      call.cancel();
      return cancelled;
    }
  }
}
