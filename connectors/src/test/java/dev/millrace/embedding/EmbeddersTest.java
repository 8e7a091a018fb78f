// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddersTest {

  @Test
  void knowsWhichSentencesMeanTheSame() throws Exception {
    try (LocalEmbedder embedder = new LocalEmbedder(1, 10)) {
      float[] card = vector(embedder, "My card has not arrived yet");
      float[] late = vector(embedder, "I am still waiting for my card");
      float[] rate = vector(embedder, "What is the exchange rate today?");

      assertThat(card).hasSize(384);
      assertThat(cosine(card, card)).isCloseTo(1, within(1e-5));
      assertThat(cosine(card, late)).isGreaterThan(cosine(card, rate) + 0.1);
    }
  }

  @Test
  void takesTextsOfAnyLength() throws Exception {
    try (LocalEmbedder embedder = new LocalEmbedder(1, 10)) {
      assertThat(vector(embedder, "word ".repeat(100_000))).hasSize(384);
      assertThat(vector(embedder, "\uD83D\uDE00")).hasSize(384);
      assertThat(kind(embedder.embed(" \n"))).isEqualTo(FailureKind.INVALID_REQUEST);
    }
  }

  @Test
  void isOverloadedWhenTheLineIsFullAndForgetsWhatIsCancelled() throws Exception {
    CountDownLatch loaded = new CountDownLatch(1);
    LocalEmbedder embedder =
        new LocalEmbedder(
            1,
            1,
            () -> {
              loaded.await();
              return new Ones();
            });
    try (embedder) {
      CompletableFuture<Outcome<float[]>> waiting = embedder.embed("waiting");
      assertThat(kind(embedder.embed("too many"))).isEqualTo(FailureKind.OVERLOADED);

      waiting.cancel(true);
      CompletableFuture<Outcome<float[]>> next = embedder.embed("next");
      loaded.countDown();

      assertThat(cosine(vector(next), vector(next))).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void saysThatItsModelCouldNotBeLoaded() throws Exception {
    LocalEmbedder embedder =
        new LocalEmbedder(
            1,
            10,
            () -> {
              throw new UnsatisfiedLinkError("no library");
            });
    try (embedder) {
      Outcome<float[]> outcome = embedder.embed("text").get(10, TimeUnit.SECONDS);

      assertThat(((Failed<float[]>) outcome).failure().detail())
          .isEqualTo("the embedding model could not be loaded");
    }
  }

  @Test
  void endsWhatIsInLineWhenClosed() throws Exception {
    LocalEmbedder embedder =
        new LocalEmbedder(
            1,
            1,
            () -> {
              new CountDownLatch(1).await();
              return new Ones();
            });
    CompletableFuture<Outcome<float[]>> waiting = embedder.embed("waiting");

    embedder.close();

    assertThat(kind(waiting)).isEqualTo(FailureKind.CANCELLED);
  }

  @Test
  void hashesTheSameEverywhere() throws Exception {
    HashingEmbedder embedder = new HashingEmbedder(8);

    assertThat(vector(embedder, "Hello, world"))
        .isEqualTo(vector(new HashingEmbedder(8), "hello WORLD"));
    assertThat(embedder.id()).isEqualTo("hashing-v1-8");
  }

  @Test
  void hashesSpellingIntoVectorsOfUnitLength() throws Exception {
    HashingEmbedder embedder = new HashingEmbedder(256);
    float[] refund = vector(embedder, "refund my order");
    float[] refunds = vector(embedder, "refunds of my orders");
    float[] weather = vector(embedder, "sunny weather in Paris");

    assertThat(cosine(refund, refund)).isCloseTo(1, within(1e-5));
    assertThat(cosine(refund, refunds)).isGreaterThan(cosine(refund, weather) + 0.2);
    assertThat(cosine(vector(embedder, "!?"), vector(embedder, "!?"))).isCloseTo(1, within(1e-5));
    assertThat(kind(embedder.embed(""))).isEqualTo(FailureKind.INVALID_REQUEST);
  }

  private static float[] vector(Embedder embedder, String text) throws Exception {
    return vector(embedder.embed(text));
  }

  private static float[] vector(CompletableFuture<Outcome<float[]>> future) throws Exception {
    Outcome<float[]> outcome = future.get(60, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Succeeded<float[]>) outcome).value();
  }

  private static FailureKind kind(CompletableFuture<Outcome<float[]>> future) throws Exception {
    return ((Failed<float[]>) future.get(10, TimeUnit.SECONDS)).failure().kind();
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static final class Ones implements EmbeddingModel {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
      return Response.from(texts.stream().map(t -> Embedding.from(new float[] {1, 1})).toList());
    }
  }
}
