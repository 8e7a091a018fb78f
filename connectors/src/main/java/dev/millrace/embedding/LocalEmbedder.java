// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sentence model bge-small-en-v1.5, quantized, run in this process: some milliseconds a
 * sentence, no network. It has a few threads of its own and a bounded line before them; over that
 * it is overloaded. The model is loaded in the background from construction on; what is asked
 * meanwhile waits in line.
 */
public final class LocalEmbedder implements Embedder {
  private static final Logger log = LoggerFactory.getLogger(LocalEmbedder.class);

  private final ThreadPoolExecutor workers;
  private final FutureTask<EmbeddingModel> loading;

  public LocalEmbedder(int threads, int queued) {
    this(threads, queued, () -> new BgeSmallEnV15QuantizedEmbeddingModel(Runnable::run));
  }

  LocalEmbedder(int threads, int queued, Callable<EmbeddingModel> loader) {
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queued),
            LocalEmbedder::daemon);
    this.loading = new FutureTask<>(loader);
    workers.execute(this::load);
  }

  @Override
  public String id() {
    return "bge-small-en-v1.5-q";
  }

  @Override
  public CompletableFuture<Outcome<float[]>> embed(String text) {
    if (text.isBlank()) {
      return Outcome.failedNow(Failure.of(FailureKind.INVALID_REQUEST, "no text to embed"));
    }
    Embedding embedding = new Embedding(Embedder.beginning(text));
    try {
      workers.execute(embedding);
    } catch (RejectedExecutionException e) {
      return Outcome.failedNow(
          Failure.of(FailureKind.OVERLOADED, "too many texts wait to be embedded"));
    }
    return embedding;
  }

  private void load() {
    long startNanos = System.nanoTime();
    loading.run();
    try {
      loading.get();
      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      log.atInfo().addKeyValue("model", id()).addKeyValue("tookMs", tookMs).log("model loaded");
    } catch (ExecutionException e) {
      log.atError().setCause(e.getCause()).addKeyValue("model", id()).log("model not loaded");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "local-embedder");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    for (Runnable waiting : workers.shutdownNow()) {
      if (waiting instanceof Embedding embedding) {
        embedding.drop();
      }
    }
  }

  /** One text in line, and the outcome it waits for. */
  private final class Embedding extends CompletableFuture<Outcome<float[]>> implements Runnable {
    private final String text;
    private final long startNanos = System.nanoTime();

    Embedding(String text) {
      this.text = text;
    }

    @Override
    public void run() {
      try {
        float[] vector = loading.get().embed(TextSegment.from(text)).content().vector();
        complete(new Succeeded<>(Vectors.normalize(vector), Usage.NONE, timing()));
      } catch (ExecutionException e) {
        complete(failed(FailureKind.SERVER_ERROR, "the embedding model could not be loaded"));
      } catch (InterruptedException e) {
        drop();
      } catch (RuntimeException | Error e) {
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      workers.remove(this);
      return super.cancel(mayInterruptIfRunning);
    }

    private Timing timing() {
      return new Timing(Duration.ofNanos(System.nanoTime() - startNanos), null);
    }

    private Outcome<float[]> failed(FailureKind kind, String detail) {
      return Outcome.failed(Failure.of(kind, detail), timing());
    }

    void drop() {
      complete(failed(FailureKind.CANCELLED, "the embedder was closed"));
    }
  }
}
