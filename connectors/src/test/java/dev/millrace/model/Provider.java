// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Failed;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.model.Message.UserMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;

/** A provider of one protocol that says what it is told to, and a client that asks it. */
public final class Provider implements AutoCloseable {
  public static final String KEY = "key-1";
  public static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private static final ObjectMapper JSON = new ObjectMapper();

  public final MockWebServer server = new MockWebServer();
  private final Protocol protocol;

  public Provider(Protocol protocol) throws IOException {
    this.protocol = protocol;
    server.start();
  }

  /** A request of few words for a model. */
  public static ModelRequest request(String model) {
    return request(model, List.of(new UserMessage("hello")), null);
  }

  public static ModelRequest request(
      String model, List<Message> messages, @Nullable String schema) {
    return new ModelRequest(
        "call-1", model, messages, List.of(), 64, null, schema, Duration.ofSeconds(10));
  }

  /** What becomes of a request that is answered so. */
  public Outcome<ModelResponse> answer(MockResponse response, ModelRequest request)
      throws Exception {
    server.enqueue(response);
    return ask(server.url("/v1").toString(), request, settings -> settings);
  }

  /** What becomes of a request to a server of another kind. */
  public Outcome<ModelResponse> ask(
      String url, ModelRequest request, UnaryOperator<HttpModelSettings> change) throws Exception {
    HttpModelSettings settings = change.apply(HttpModelSettings.of("test", url, () -> KEY));
    try (HttpModelClient client = new HttpModelClient(settings, protocol, NOON)) {
      return client.send(request).get(20, TimeUnit.SECONDS);
    }
  }

  /** The body that the API takes for a request. */
  public static JsonNode body(Protocol protocol, ModelRequest request) throws IOException {
    return JSON.readTree(protocol.body(request));
  }

  public static Succeeded<ModelResponse> succeeded(Outcome<ModelResponse> outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (Succeeded<ModelResponse>) outcome;
  }

  public static Failed<ModelResponse> failed(Outcome<ModelResponse> outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    assertThat(outcome.toString()).doesNotContain(KEY);
    return (Failed<ModelResponse>) outcome;
  }

  public static MockResponse stream(String events) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "text/event-stream; charset=utf-8")
        .body(events)
        .build();
  }

  public static MockResponse whole(String body) {
    return status(200, body);
  }

  public static MockResponse status(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
