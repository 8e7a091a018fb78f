// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.RegistryServer;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.serde.UndecodableException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdeTest {
  private static final String TOPIC = "millrace.requests";

  private final SchemaRegistry registry = SchemaRegistry.inMemory();
  private final AvroSerde<Request> requests = AvroSerde.of(Request.class, registry);

  @Test
  void whatIsWrittenIsReadAgain() {
    byte[] bytes = requests.serializer().serialize(TOPIC, Samples.request());
    assertThat(requests.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Samples.request());
  }

  @Test
  void aFrameIsAZeroByteAndTheSchemasIdAndAvro() throws Exception {
    byte[] bytes = requests.serializer().serialize(TOPIC, Samples.request());
    var frame = ByteBuffer.wrap(bytes);
    assertThat(frame.get()).isZero();
    assertThat(registry.byId(frame.getInt())).isEqualTo(SharedSchema.of(Request.SCHEMA$));
    // Avro's own message encoding has a head of ten bytes before the same body.
    ByteBuffer body = Request.getEncoder().encode(Samples.request()).position(10);
    assertThat(frame).isEqualTo(body);
  }

  @Test
  void theSubjectIsNamedAfterTheTopic() {
    byte[] bytes = requests.serializer().serialize(TOPIC, Samples.request());
    int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
    assertThat(registry.idOf(TOPIC + "-value", SharedSchema.of(Request.SCHEMA$))).isEqualTo(id);
  }

  @Test
  void theRegisteredSchemaIsFreeOfJava() {
    requests.serializer().serialize(TOPIC, Samples.request());
    assertThat(registry.byId(1).toString()).doesNotContain("java").contains("Whose budget pays");
  }

  /** Also where a record holds another that is imported from a file of its own. */
  @ParameterizedTest
  @MethodSource
  void everySharedSchemaIsFreeOfJavaAndReadsTheSame(Schema generated) {
    Schema shared = SharedSchema.of(generated);
    assertThat(generated.toString()).contains("avro.java.string");
    assertThat(shared.toString()).doesNotContain("java");
    assertThat(SchemaNormalization.toParsingForm(shared))
        .isEqualTo(SchemaNormalization.toParsingForm(generated));
  }

  static Stream<Schema> everySharedSchemaIsFreeOfJavaAndReadsTheSame() {
    return Stream.of(
        Request.SCHEMA$,
        Result.SCHEMA$,
        CostEvent.SCHEMA$,
        CallRecord.SCHEMA$,
        ControlEvent.SCHEMA$,
        ProgressEvent.SCHEMA$,
        RunRecord.SCHEMA$,
        PendingCallRecord.SCHEMA$);
  }

  @Test
  void nullStaysNull() {
    assertThat(requests.serializer().serialize(TOPIC, null)).isNull();
    assertThat(requests.deserializer().deserialize(TOPIC, null)).isNull();
  }

  @Test
  void anOlderWritersRecordIsReadWithDefaultsAndItsUnknownFieldsPassedOver() {
    Schema older =
        SchemaBuilder.record("Request")
            .namespace("dev.millrace.schemas")
            .fields()
            .requiredString("tenant")
            .requiredLong("gone_since")
            .requiredString("request_id")
            .endRecord();
    GenericRecord written = new GenericData.Record(older);
    written.put("tenant", "acme");
    written.put("gone_since", 7L);
    written.put("request_id", "r-9");

    byte[] bytes = new AvroSerializer<>(registry).serialize(TOPIC, written);

    assertThat(requests.deserializer().deserialize(TOPIC, bytes))
        .isEqualTo(Request.newBuilder().setTenant("acme").setRequestId("r-9").build());
  }

  @Test
  void anotherRecordIsNotTakenForAnEmptyOneOfOurs() {
    var results = AvroSerde.of(Result.class, registry);
    byte[] bytes = results.serializer().serialize(TOPIC + "-other", Samples.result());
    assertThatThrownBy(() -> requests.deserializer().deserialize(TOPIC, bytes))
        .satisfies(e -> assertReason(e, Reason.INCOMPATIBLE_SCHEMA))
        .hasMessageContaining("Not a Request: Result");
  }

  @Test
  void aFieldOfAnotherTypeIsIncompatible() {
    Schema odd = SchemaBuilder.record("Request").fields().requiredLong("tenant").endRecord();
    GenericRecord written = new GenericData.Record(odd);
    written.put("tenant", 1L);
    byte[] bytes = new AvroSerializer<>(registry).serialize(TOPIC, written);
    assertThatThrownBy(() -> requests.deserializer().deserialize(TOPIC, bytes))
        .satisfies(e -> assertReason(e, Reason.INCOMPATIBLE_SCHEMA));
  }

  @Test
  void anIncompleteRecordIsRefusedByName() {
    var broken = new Result();
    var results = AvroSerde.of(Result.class, registry).serializer();
    assertThatThrownBy(() -> results.serialize("t", broken))
        .isInstanceOf(SerializationException.class)
        .hasMessage("Not a complete Result");
    assertThat(results.serialize("t", Samples.result())).isNotEmpty();
  }

  @Test
  void manyThreadsShareOneSerde() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 400)
              .<Callable<Boolean>>mapToObj(
                  i ->
                      () -> {
                        Request request = Samples.request();
                        request.setRequestId("r-" + i);
                        byte[] bytes = requests.serializer().serialize(TOPIC, request);
                        return request.equals(requests.deserializer().deserialize(TOPIC, bytes));
                      })
              .toList();
      for (var done : pool.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void kafkaConfiguresItByConfluentsNames() throws Exception {
    try (var server = RegistryServer.start(0);
        var serializer = new AvroSerializer<Request>();
        var generic = new AvroDeserializer<IndexedRecord>();
        var specific = new AvroDeserializer<Request>();
        var serde = new AvroSerde<Request>()) {
      Map<String, Object> config = Map.of(AvroSerde.REGISTRY_URL, server.url());
      serializer.configure(config, true);
      generic.configure(config, true);
      specific.configure(
          Map.of(AvroSerde.REGISTRY_URL, server.url(), AvroSerde.SPECIFIC_READER, "true"), true);
      serde.configure(config, false);

      byte[] key = serializer.serialize(TOPIC, Samples.request());

      assertThat(specific.deserialize(TOPIC, key)).isEqualTo(Samples.request());
      assertThat(generic.deserialize(TOPIC, key)).isInstanceOf(GenericRecord.class);
      assertThat(serde.deserializer().deserialize(TOPIC, key)).isEqualTo(Samples.request());
      assertThat(serde.serializer().serialize(TOPIC, Samples.request())).isEqualTo(key);
    }
  }

  @Test
  void withoutAutoRegisterItOnlyLooksUp() throws Exception {
    try (var server = RegistryServer.start(0);
        var serializer = new AvroSerializer<Request>()) {
      serializer.configure(
          Map.of(AvroSerde.REGISTRY_URL, server.url(), AvroSerde.AUTO_REGISTER, false), false);
      assertThatThrownBy(() -> serializer.serialize(TOPIC, Samples.request()))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining(TOPIC + "-value");
    }
  }

  @Test
  void badConfigurationIsSaidAtStart() {
    var serializer = new AvroSerializer<Request>();
    assertThatThrownBy(() -> serializer.configure(Map.of(), false))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(
            () -> serializer.configure(Map.of(AvroSerde.REGISTRY_URL, "not an address"), false))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(
            () ->
                serializer.configure(
                    Map.of(AvroSerde.REGISTRY_URL, "http://localhost:1", AvroSerde.USER_INFO, "me"),
                    false))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> serializer.serialize(TOPIC, Samples.request()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertReason(Throwable e, Reason reason) {
    assertThat(((UndecodableException) e).reason()).isEqualTo(reason);
  }
}
