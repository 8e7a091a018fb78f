// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.registry.RegistryClient;
import dev.millrace.registry.RegistryServer;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Confluent's own serializers read what ours wrote, and ours what theirs wrote, over our registry.
 * Runs with {@code -Pinterop}, which fetches them.
 */
@EnabledIfSystemProperty(named = "interop.confluent.jar", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ConfluentInteropTest {
  private static final int RECORDS = 100;

  private RegistryServer server;
  private SchemaRegistry registry;
  private Process peer;
  private BufferedWriter toPeer;
  private BufferedReader fromPeer;

  @BeforeAll
  void startPeer() throws IOException {
    server = RegistryServer.start(0);
    registry = RegistryClient.of(List.of(server.url()));
    peer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("interop.confluent.jar"),
                Path.of("src/test/interop/ConfluentPeer.java").toString(),
                server.url())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    toPeer = peer.outputWriter(StandardCharsets.UTF_8);
    fromPeer = peer.inputReader(StandardCharsets.UTF_8);
    String line = fromPeer.readLine();
    while (line != null && !line.equals("ready")) { // what their logging says first
      line = fromPeer.readLine();
    }
    assertThat(line).as("their process has ended early").isNotNull();
  }

  @AfterAll
  void stopPeer() {
    if (peer != null) {
      peer.destroy();
    }
    registry.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Request.class,
        Result.class,
        CostEvent.class,
        ProgressEvent.class,
        ControlEvent.class,
        CallRecord.class
      })
  <T extends SpecificRecord> void theyReadOursAndWriteTheSameBytes(Class<T> type)
      throws IOException {
    AvroSerde<T> serde = AvroSerde.of(type, registry);
    String topic = "ours-" + type.getSimpleName();
    var random = new RandomData(SpecificData.getForClass(type).getSchema(type), RECORDS, 7L);
    for (Object generic : random) {
      T record = specific(type, generic);
      byte[] ours = serde.serializer().serialize(topic, record);
      byte[] theirs = ask("echo " + topic + " " + base64(ours));
      assertThat(serde.deserializer().deserialize(topic, theirs)).isEqualTo(record);
      assertThat(theirs).hasSameSizeAs(ours);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Request.class, Result.class, CostEvent.class, CallRecord.class})
  <T extends SpecificRecord> void oursReadsTheirsAndTheyReadItAgain(Class<T> type)
      throws IOException {
    AvroSerde<T> serde = AvroSerde.of(type, registry);
    String topic = "theirs-" + type.getSimpleName();
    String schema =
        base64(
            SpecificData.getForClass(type)
                .getSchema(type)
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    for (int seed = 0; seed < RECORDS; seed++) {
      byte[] theirs = ask("make " + topic + " " + seed + " " + schema);
      T record = serde.deserializer().deserialize(topic, theirs);
      byte[] ours = serde.serializer().serialize(topic, record);
      byte[] again = ask("echo " + topic + " " + base64(ours));
      assertThat(serde.deserializer().deserialize(topic, again)).isEqualTo(record);
    }
  }

  private byte[] ask(String line) throws IOException {
    toPeer.write(line);
    toPeer.newLine();
    toPeer.flush();
    String answer = fromPeer.readLine();
    assertThat(answer).as("their process has ended").isNotNull();
    return Base64.getDecoder().decode(answer);
  }

  private static <T extends SpecificRecord> T specific(Class<T> type, Object generic) {
    SpecificData model = SpecificData.getForClass(type);
    return type.cast(model.deepCopy(model.getSchema(type), generic));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
