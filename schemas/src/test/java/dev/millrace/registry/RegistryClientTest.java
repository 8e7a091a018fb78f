// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Credentials;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryClientTest {
  private static final Schema SCHEMA = Schema.createFixed("Hash", "", "", 32);

  private final MockWebServer one = new MockWebServer();
  private final MockWebServer two = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    one.start();
    two.start();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void asksInConfluentsWords() throws Exception {
    one.enqueue(answer(200, "{\"id\": 7}"));
    try (var client = RegistryClient.of(List.of(one.url("/apis/ccompat/v7").toString()))) {
      assertThat(client.register("my topic-value", SCHEMA)).isEqualTo(7);
    }
    var asked = one.takeRequest();
    assertThat(asked.getMethod()).isEqualTo("POST");
    assertThat(asked.getUrl().encodedPath())
        .isEqualTo("/apis/ccompat/v7/subjects/my%20topic-value/versions");
    assertThat(asked.getHeaders().get("Content-Type"))
        .startsWith("application/vnd.schemaregistry.v1+json");
    assertThat(asked.getBody().utf8()).startsWith("{\"schema\":\"{\\\"type\\\":\\\"fixed\\\"");
  }

  @Test
  void sendsCredentials() throws Exception {
    one.enqueue(answer(200, "{\"id\": 7}"));
    one.enqueue(answer(200, "{\"id\": 7}"));
    try (var client = RegistryClient.of(List.of(one.url("/").toString()), "me", "s3cret")) {
      client.register("s", SCHEMA);
    }
    String withinUrl = one.url("/").newBuilder().username("me").password("s3cret").toString();
    try (var client = RegistryClient.of(List.of(withinUrl))) {
      client.register("s", SCHEMA);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(one.takeRequest().getHeaders().get("Authorization"))
          .isEqualTo(Credentials.basic("me", "s3cret"));
    }
  }

  @Test
  void turnsToTheNextAddressAndStaysThere() {
    one.enqueue(answer(503, "busy"));
    two.enqueue(answer(200, "{\"id\": 7}"));
    two.enqueue(answer(200, "{\"id\": 8}"));
    try (var client =
        RegistryClient.of(List.of(one.url("/").toString(), two.url("/").toString()))) {
      assertThat(client.register("s", SCHEMA)).isEqualTo(7);
      assertThat(client.register("s", SCHEMA)).isEqualTo(8);
    }
    assertThat(one.getRequestCount()).isEqualTo(1);
  }

  @Test
  void triesEachAddressOnceAndGivesUp() {
    one.enqueue(answer(500, "{}"));
    String closed = two.url("/").newBuilder().password("s3cret").toString();
    two.close();
    try (var client = RegistryClient.of(List.of(one.url("/").toString(), closed))) {
      assertThatThrownBy(() -> client.byId(1))
          .satisfies(e -> assertKind(e, Kind.UNAVAILABLE))
          .hasMessageNotContaining("s3cret");
    }
    assertThat(one.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | nope                    | UNAUTHORIZED
          403 | {}                      | UNAUTHORIZED
          404 | {"error_code": 40403}   | SCHEMA_NOT_FOUND
          404 | <html>                  | NO_ROUTE
          409 | {}                      | INCOMPATIBLE
          422 | {"error_code": 42201}   | INVALID_SCHEMA
          422 | {}                      | INVALID_SCHEMA
          418 | {}                      | BAD_REQUEST
          429 | {}                      | UNAVAILABLE
          200 | <html>                  | UNAVAILABLE
          200 | {"schema": "{"}         | INVALID_SCHEMA
          200 | {"schemaType": "JSON"}  | INVALID_SCHEMA
          """)
  void namesWhatWentWrong(int status, String body, Kind kind) {
    one.enqueue(answer(status, body));
    try (var client = RegistryClient.of(List.of(one.url("/").toString()))) {
      assertThatThrownBy(() -> client.byId(1)).satisfies(e -> assertKind(e, kind));
    }
  }

  @Test
  void anAnswerWithoutAnIdIsNoAnswer() {
    one.enqueue(answer(200, "{\"id\": \"x\"}"));
    try (var client = RegistryClient.of(List.of(one.url("/").toString()))) {
      assertThatThrownBy(() -> client.register("s", SCHEMA))
          .satisfies(e -> assertKind(e, Kind.UNAVAILABLE));
    }
  }

  @Test
  void wantsAnAddress() {
    assertThatThrownBy(() -> RegistryClient.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RegistryClient.of(List.of("localhost")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MockResponse answer(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  private static void assertKind(Throwable e, Kind kind) {
    assertThat(((RegistryException) e).kind()).as(e.getMessage()).isEqualTo(kind);
  }
}
