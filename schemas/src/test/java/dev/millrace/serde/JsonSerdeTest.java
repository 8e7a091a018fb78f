// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.RequestMessage;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.CachedToolRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSerdeTest {
  private final JsonSerde<Request> requests = JsonSerde.of(Request.class);

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(requests.read(requests.write(Samples.request()))).isEqualTo(Samples.request());
    var results = JsonSerde.of(Result.class);
    assertThat(results.read(results.write(Samples.result()))).isEqualTo(Samples.result());
  }

  @Test
  void readsWhatAPersonWouldWrite() {
    Request request =
        read(
            """
            {"request_id": "r-1", "tenant": "acme", "user": null,
             "messages": [{"role": "user", "content": "Hi"}],
             "budget": {"money_nanos": 5000000}, "deadline_ms": 1800000000000,
             "attributes": {"order": "A-17"}, "not_known_here": {"a": [1, {"b": null}]}}
            """);
    assertThat(request.getTenant()).isEqualTo("acme");
    assertThat(request.getUser()).isEmpty();
    assertThat(request.getMessages()).containsExactly(new RequestMessage("user", "Hi"));
    assertThat(request.getBudget())
        .isEqualTo(new RequestBudget(5_000_000L, null, null, null, null, null, null));
    assertThat(request.getDeadlineMs()).isEqualTo(1_800_000_000_000L);
    assertThat(request.getPermissions()).isEmpty();
  }

  @Test
  void writesWithoutUnionsAndWithoutNulls() {
    var control = ControlEvent.newBuilder().setTenant("acme").setKind("cancel").setRunId("run-1");
    byte[] json = JsonSerde.of(ControlEvent.class).write(control.build());
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"control_id":"","tenant":"acme","kind":"cancel","run_id":"run-1","request_id":"",\
            "reason":"","at_ms":0,"scope":"","name":"","window":"","currency":"","corrects":"",\
            "user":"","route":"","workload_class":"","model":""}\
            """);
    assertThat(new String(requests.write(Samples.request()), StandardCharsets.UTF_8))
        .contains("\"budget\":{\"money_nanos\":5000000,\"model_calls\":3,\"retries\":2}")
        .doesNotContain("null");
  }

  @Test
  void nullForAFieldThatIsNeverNullIsItsDefault() {
    assertThat(read("{\"messages\": null, \"tenant\": null}"))
        .isEqualTo(Request.newBuilder().build());
  }

  @Test
  void defaultsAreNotSharedBetweenRecords() {
    read("{}").getPermissions().add("mine");
    assertThat(read("{}").getPermissions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"tenant": 1}                            | /tenant is to be a string
          {"messages": {}}                         | /messages is to be an array
          {"messages": [null]}                     | /messages/0 is to be an object
          {"attributes": {"n": 3}}                 | /attributes/n is to be a string
          {"attributes": {"n": null}}              | /attributes/n is to be a string
          {"deadline_ms": "soon"}                  | /deadline_ms is not one of [null, long]
          {"deadline_ms": 1.5}                     | /deadline_ms is not one of [null, long]
          {"deadline_ms": 9223372036854775808}     | not JSON, or beyond its limits
          {"budget": 5}                            | /budget is not one of [null, RequestBudget]
          {"cache": {"no_cache": "yes"}}           | /cache/no_cache is to be true or false
          {"tenant": "a", "tenant": "b"}           | not JSON, or beyond its limits
          {"tenant": "a"} {}                       | something follows
          {"tenant": "a",}                         | not JSON
          {tenant: "a"}                            | not JSON
          [1]                                      | / is to be an object
          """)
  void saysWhereItIsWrong(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            UndecodableException.class,
            e -> assertThat(e.reason()).isEqualTo(UndecodableException.Reason.MALFORMED))
        .hasMessageContaining(message);
  }

  @Test
  void aFieldWithoutADefaultIsMissed() {
    var tools = JsonSerde.of(CachedToolRecord.class);
    byte[] json = "{\"content\": \"4\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> tools.read(json))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("lacks tokens");
  }

  @Test
  void neverQuotesTheDocument() {
    assertThatThrownBy(() -> read("{\"tenant\": s3cret}"))
        .hasNoCause()
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void anIncompleteRecordIsNotWritten() {
    assertThatThrownBy(() -> JsonSerde.of(Result.class).write(new Result()))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void aTopicMayHoldBothFormats() {
    var registry = SchemaRegistry.inMemory();
    var decoder = RecordDecoder.of(Request.class, registry);
    byte[] avro =
        AvroSerde.of(Request.class, registry).serializer().serialize("t", Samples.request());
    byte[] json = requests.serializer().serialize("t", Samples.request());

    assertThat(decoder.decode(avro)).isEqualTo(Samples.request());
    assertThat(decoder.decode(json)).isEqualTo(Samples.request());
    assertThat(decoder.decode("\r\n {}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Request.newBuilder().build());
    assertThat(decoder.deserialize("t", null)).isNull();
  }

  private Request read(String json) {
    return requests.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
