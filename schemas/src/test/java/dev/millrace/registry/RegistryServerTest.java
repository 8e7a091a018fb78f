// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema FIRST =
      SchemaBuilder.record("Order").fields().requiredString("id").endRecord();
  private static final Schema WITH_DEFAULT =
      SchemaBuilder.record("Order")
          .fields()
          .requiredString("id")
          .name("note")
          .type()
          .stringType()
          .stringDefault("")
          .endRecord();
  private static final Schema WITHOUT_DEFAULT =
      SchemaBuilder.record("Order")
          .fields()
          .requiredString("id")
          .requiredString("note")
          .endRecord();

  private static final Schema OTHER = Schema.create(Schema.Type.STRING);

  private RegistryServer server;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    server = RegistryServer.start(0);
    client = RegistryClient.of(List.of(server.url()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void givesASchemaAnIdAndTheSchemaForTheId() {
    int id = client.register("orders-value", FIRST);
    assertThat(client.byId(id)).isEqualTo(FIRST);
    assertThat(client.latest("orders-value")).isEqualTo(FIRST);
    assertThat(client.idOf("orders-value", FIRST)).isEqualTo(id);
  }

  @Test
  void theSameSchemaHasTheSameIdUnderEverySubject() {
    int id = client.register("orders-value", FIRST);
    assertThat(client.register("orders-value", FIRST)).isEqualTo(id);
    assertThat(client.register("returns-value", FIRST)).isEqualTo(id);
    assertThat(client.register("orders-value", WITH_DEFAULT)).isNotEqualTo(id);
  }

  @Test
  void letsInOnlyWhatCanReadWhatIsThere() {
    client.register("orders-value", FIRST);
    assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.BACKWARD);
    assertThat(client.isCompatible("orders-value", WITH_DEFAULT)).isTrue();
    assertThat(client.isCompatible("orders-value", WITHOUT_DEFAULT)).isFalse();
    assertThatThrownBy(() -> client.register("orders-value", WITHOUT_DEFAULT))
        .satisfies(e -> assertKind(e, Kind.INCOMPATIBLE));
    assertThat(client.register("orders-value", WITH_DEFAULT)).isEqualTo(2);
  }

  @Test
  void aSubjectMayHaveALevelOfItsOwn() throws Exception {
    client.register("orders-value", FIRST);
    assertThat(send("PUT", "/config/orders-value", "{\"compatibility\": \"NONE\"}").status)
        .isEqualTo(200);
    assertThat(send("GET", "/config/orders-value", "").body.path("compatibilityLevel").asText())
        .isEqualTo("NONE");
    assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.BACKWARD);
    assertThat(client.register("orders-value", WITHOUT_DEFAULT)).isEqualTo(2);
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> client.latest("nothing"))
        .satisfies(e -> assertKind(e, Kind.SUBJECT_NOT_FOUND));
    assertThatThrownBy(() -> client.byId(5)).satisfies(e -> assertKind(e, Kind.SCHEMA_NOT_FOUND));
    client.register("orders-value", FIRST);
    assertThatThrownBy(() -> client.idOf("orders-value", WITH_DEFAULT))
        .satisfies(e -> assertKind(e, Kind.SCHEMA_NOT_FOUND));
  }

  @Test
  void listsSubjectsAndVersions() throws Exception {
    client.register("orders-value", FIRST);
    client.register("orders-value", WITH_DEFAULT);
    assertThat(send("GET", "/subjects", "").body.toString()).isEqualTo("[\"orders-value\"]");
    assertThat(send("GET", "/subjects/orders-value/versions", "").body.toString())
        .isEqualTo("[1,2]");
    JsonNode first = send("GET", "/subjects/orders-value/versions/1", "").body;
    assertThat(first.path("version").asInt()).isEqualTo(1);
    assertThat(first.path("id").asInt()).isEqualTo(1);
    assertThat(first.path("subject").asText()).isEqualTo("orders-value");
    assertThat(new Schema.Parser().parse(first.path("schema").asText())).isEqualTo(FIRST);
    assertThat(send("GET", "/schemas/ids/1/schema", "").body.path("name").asText())
        .isEqualTo("Order");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /subjects/none/versions                   |                              | 404 | 40401
          GET    | /subjects/orders-value/versions/9         |                              | 404 | 40402
          GET    | /subjects/orders-value/versions/x         |                              | 422 | 42202
          GET    | /subjects/orders-value/versions/0         |                              | 422 | 42202
          GET    | /schemas/ids/99                           |                              | 404 | 40403
          GET    | /schemas/ids/x                            |                              | 404 | 40403
          GET    | /schemas/ids/99999999999                  |                              | 404 | 40403
          POST   | /subjects/orders-value/versions           | {"schema": "{"}              | 422 | 42201
          POST   | /subjects/orders-value/versions           | {"schema": 5}                | 422 | 42201
          POST   | /subjects/orders-value/versions           | {}                           | 422 | 42201
          POST   | /subjects/orders-value/versions           | {"schemaType": "PROTOBUF"}   | 422 | 42201
          POST   | /subjects/orders-value/versions           | not json                     | 400 | 400
          PUT    | /config                                   | {"compatibility": "SOMEHOW"} | 422 | 42203
          GET    | /nothing/here                             |                              | 404 | 404
          DELETE | /subjects/orders-value                    |                              | 404 | 404
          """)
  void answersMistakesWithConfluentsNumbers(
      String method, String path, String body, int status, int code) throws Exception {
    client.register("orders-value", FIRST);
    Answer answer = send(method, path, body == null ? "" : body);
    assertThat(answer.status).isEqualTo(status);
    assertThat(answer.body.path("error_code").asInt()).isEqualTo(code);
    assertThat(answer.body.path("message").asText()).isNotBlank();
  }

  @Test
  void refusesABodyWithoutEnd() throws Exception {
    assertThat(send("POST", "/subjects/s/versions", " ".repeat(3_000_000)).status).isEqualTo(400);
  }

  @Test
  void keepsIdsAcrossARestart(@TempDir Path directory) throws Exception {
    int first;
    int second;
    try (var before = RegistryServer.start(0, directory);
        var asking = RegistryClient.of(List.of(before.url()))) {
      first = asking.register("orders-value", FIRST);
      second = asking.register("orders-value", WITH_DEFAULT);
    }
    try (var after = RegistryServer.start(0, directory);
        var asking = RegistryClient.of(List.of(after.url()))) {
      assertThat(asking.byId(first)).isEqualTo(FIRST);
      assertThat(asking.latest("orders-value")).isEqualTo(WITH_DEFAULT);
      assertThat(asking.idOf("orders-value", WITH_DEFAULT)).isEqualTo(second);
      assertThatThrownBy(() -> asking.register("orders-value", OTHER))
          .satisfies(e -> assertKind(e, Kind.INCOMPATIBLE));
      assertThat(asking.register("others-value", OTHER)).isEqualTo(second + 1);
    }
  }

  @Test
  void handsOutNoIdThatItCouldNotWriteDown(@TempDir Path directory) throws Exception {
    Path folder = directory.resolve("kept");
    try (var forgetful = RegistryServer.start(0, folder);
        var asking = RegistryClient.of(List.of(forgetful.url()))) {
      Files.delete(folder);
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> asking.register("orders-value", FIRST))
            .satisfies(e -> assertKind(e, Kind.UNAVAILABLE));
      }
      Files.createDirectory(folder);
      assertThat(asking.register("orders-value", FIRST)).isEqualTo(1);
      assertThat(folder.resolve("registry.json")).content().contains("Order");
    }
  }

  @Test
  void aDamagedFileStopsTheStart(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("registry.json"), "{\"schemas\": [");
    assertThatThrownBy(() -> RegistryServer.start(0, directory)).isInstanceOf(IOException.class);
  }

  @Test
  void aTakenPortStopsTheStart() {
    assertThatThrownBy(() -> RegistryServer.start(server.port())).isInstanceOf(IOException.class);
  }

  private record Answer(int status, JsonNode body) {}

  private Answer send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private static void assertKind(Throwable e, Kind kind) {
    assertThat(((RegistryException) e).kind()).as(e.getMessage()).isEqualTo(kind);
  }
}
