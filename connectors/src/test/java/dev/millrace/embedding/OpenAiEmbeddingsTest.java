// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Usage;
import dev.millrace.embedding.EmbeddingRequest.Encoding;
import dev.millrace.model.HttpModelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's embeddings over the wire. */
class OpenAiEmbeddingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SECOND = Duration.ofSeconds(5);

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksAsOpenAiWantsToBeAsked() throws Exception {
    answer("{\"data\":[{\"index\":0,\"embedding\":[1]}],\"usage\":{\"prompt_tokens\":3}}");

    Outcome<EmbeddingResponse> outcome =
        send(new EmbeddingRequest("m", List.of("a"), 256, Encoding.BASE64, SECOND));

    RecordedRequest request = Objects.requireNonNull(server.takeRequest(1, TimeUnit.SECONDS));
    assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/embeddings");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer key");
    assertThat(JSON.readTree(Objects.requireNonNull(request.getBody()).utf8()))
        .isEqualTo(
            JSON.readTree(
                "{\"model\":\"m\",\"input\":[\"a\"],\"encoding_format\":\"base64\","
                    + "\"dimensions\":256}"));
    assertThat(outcome.usage()).isEqualTo(Usage.of(3, 0));
  }

  @Test
  void putsVectorsInTheOrderOfTheirTextsWhicheverWayTheyAreWritten() throws Exception {
    answer(
        "{\"data\":[{\"index\":1,\"embedding\":\"AACAPwAAAMA=\"},"
            + "{\"index\":0,\"embedding\":[0.5,2]}]}");

    Outcome<EmbeddingResponse> outcome = send(texts("a", "b"));

    EmbeddingResponse response = ((Succeeded<EmbeddingResponse>) outcome).value();
    assertThat(response.vectors().get(0)).containsExactly(0.5f, 2f);
    assertThat(response.vectors().get(1)).containsExactly(1f, -2f);
    assertThat(outcome.usage()).isEqualTo(Usage.of(2, 0).asEstimate());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":7,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":-1,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1,2]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[\"x\"]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1e99]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":\"%\"}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[]},{\"index\":1,\"embedding\":[]}]}"
      })
  void makesNothingOfWhatMakesNoSense(String body) throws Exception {
    answer(body);

    assertThat(kind(send(texts("a", "b")))).isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  @Test
  void tellsFailuresApartAsForModels() throws Exception {
    String missing = "{\"error\":{\"code\":\"model_not_found\",\"message\":\"no\"}}";
    server.enqueue(new MockResponse.Builder().code(404).body(missing).build());
    answer("{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no\"}}");
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build());

    assertThat(kind(send(texts("a")))).isEqualTo(FailureKind.UNKNOWN_MODEL);
    assertThat(kind(send(texts("a")))).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
    Failed<EmbeddingResponse> limited = (Failed<EmbeddingResponse>) send(texts("a"));
    assertThat(limited.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(limited.failure().retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(limited.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void asksForManyTextsInBatchesAndMakesVectorsOfUnitLength() throws Exception {
    server.setDispatcher(new OneForEach());
    List<String> texts = new ArrayList<>(Collections.nCopies(65, "text"));

    try (RemoteEmbedder embedder =
        new RemoteEmbedder(client(), "http://x.test", "m", null, SECOND)) {
      Outcome<List<float[]>> outcome = embedder.embedAll(texts).get(10, TimeUnit.SECONDS);

      assertThat(((Succeeded<List<float[]>>) outcome).value())
          .hasSize(65)
          .allSatisfy(vector -> assertThat(vector).containsExactly(0.6f, 0.8f));
      assertThat(outcome.usage()).isEqualTo(Usage.of(10, 0));
      assertThat(embedder.id()).isEqualTo("http://x.test/m");
    }
  }

  @Test
  void knowsLongTextsByTheirBeginningAndNeverCutsACharacter() throws Exception {
    answer(vectors(1));
    String long4097 = "x" + "\uD83D\uDE00".repeat(2_100);

    try (RemoteEmbedder embedder =
        new RemoteEmbedder(client(), "http://x.test", "m", null, SECOND)) {
      assertThat(embedder.embed(long4097).get(10, TimeUnit.SECONDS)).isInstanceOf(Succeeded.class);
      assertThat(embedder.embed(" ").get()).isInstanceOf(Failed.class);
    }
    RecordedRequest request = Objects.requireNonNull(server.takeRequest(1, TimeUnit.SECONDS));
    JsonNode input = JSON.readTree(Objects.requireNonNull(request.getBody()).utf8()).path("input");
    assertThat(input.path(0).asText()).hasSize(Embedder.MAX_CHARS).startsWith("x\uD83D\uDE00");
  }

  /** Batches leave together, so they arrive in any order. */
  private static final class OneForEach extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      try {
        JsonNode asked = JSON.readTree(Objects.requireNonNull(request.getBody()).utf8());
        int texts = asked.path("input").size();
        return new MockResponse.Builder().body(vectors(texts)).build();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String vectors(int count) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add("{\"index\":" + i + ",\"embedding\":[3,4]}");
    }
    return "{\"data\":[" + String.join(",", entries) + "],\"usage\":{\"prompt_tokens\":5}}";
  }

  private static EmbeddingRequest texts(String... texts) {
    return new EmbeddingRequest("m", List.of(texts), null, Encoding.FLOAT, SECOND);
  }

  private void answer(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
  }

  private OpenAiEmbeddings client() {
    String url = server.url("/v1").toString();
    return new OpenAiEmbeddings(
        HttpModelSettings.of("test", url, () -> "key"), InstantSource.system());
  }

  private Outcome<EmbeddingResponse> send(EmbeddingRequest request) throws Exception {
    try (OpenAiEmbeddings client = client()) {
      return client.send(request).get(10, TimeUnit.SECONDS);
    }
  }

  private static FailureKind kind(Outcome<?> outcome) {
    return ((Failed<?>) outcome).failure().kind();
  }
}
