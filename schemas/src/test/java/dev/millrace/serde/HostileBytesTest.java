// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.millrace.registry.RegistryException;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.schemas.Request;
import dev.millrace.serde.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, it is named, and takes neither memory nor time that it did not bring. */
@Timeout(30)
class HostileBytesTest {
  private static final String TOPIC = "millrace.requests";

  private final SchemaRegistry registry = SchemaRegistry.inMemory();
  private final RecordDecoder<Request> decoder = RecordDecoder.of(Request.class, registry);
  private final byte[] good =
      AvroSerde.of(Request.class, registry).serializer().serialize(TOPIC, Samples.request());

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\0\0\0\1", "hello", "[1]", "\"{}\"", "  ", "\1\0\0\0\1"})
  void whatIsNeitherAFrameNorAnObject(String text) {
    assertThat(reasonFor(bytes(text))).isEqualTo(Reason.NOT_AVRO_FRAMED);
  }

  @Test
  void aFrameOfAnUnknownSchema() {
    assertThat(reasonFor(new byte[] {0, 0, 0, 0, 77, 1})).isEqualTo(Reason.UNKNOWN_SCHEMA_ID);
    assertThat(reasonFor(new byte[] {0, -1, -1, -1, -1})).isEqualTo(Reason.UNKNOWN_SCHEMA_ID);
  }

  @Test
  void aFrameWhileTheRegistryIsAway() {
    var away =
        new FakeRegistry(new RegistryException(RegistryException.Kind.UNAVAILABLE, "no answer"));
    var cutOff = RecordDecoder.of(Request.class, away);
    assertThat(reasonFor(cutOff, good)).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    away.failure = new RegistryException(RegistryException.Kind.NO_ROUTE, "a web page");
    assertThat(reasonFor(cutOff, good)).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    away.failure = new RegistryException(RegistryException.Kind.INVALID_SCHEMA, "PROTOBUF");
    assertThat(reasonFor(cutOff, good)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void everyCutOfAGoodRecord() {
    for (int length = Frame.HEAD_BYTES; length < good.length; length++) {
      assertThat(reasonFor(Arrays.copyOf(good, length)))
          .as("%s bytes", length)
          .isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void bytesAfterTheRecord() {
    assertThat(reasonFor(Arrays.copyOf(good, good.length + 1))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void anyByteChangedIsReadOrNamed() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = good.clone();
      for (int n = 0; n < 3; n++) {
        int at = Frame.HEAD_BYTES + random.nextInt(good.length - Frame.HEAD_BYTES);
        changed[at] = (byte) random.nextInt();
      }
      readOrNamed(changed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 20, Integer.MAX_VALUE - 8L, 1L << 40, Long.MAX_VALUE})
  void aStringOfALengthThatIsNotThere(long length) throws IOException {
    byte[] frame = frame(1, out -> out.writeLong(length));
    assertThat(reasonFor(frame)).isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 20, Integer.MAX_VALUE - 8L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
  void anArrayOfACountThatIsNotThere(long count) throws IOException {
    byte[] frame =
        frame(
            1,
            out -> {
              out.writeString("r");
              out.writeString("acme");
              out.writeIndex(0);
              out.writeIndex(0);
              out.writeLong(count);
            });
    assertThat(reasonFor(frame)).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aSchemaWhoseItemsTakeNoBytes() throws IOException {
    Schema bomb =
        SchemaBuilder.record("Request")
            .fields()
            .name("x")
            .type()
            .array()
            .items()
            .nullType()
            .noDefault()
            .endRecord();
    int id = registry.register("bombs", bomb);
    byte[] frame = frame(id, out -> out.writeLong(Integer.MAX_VALUE - 8L));
    assertThat(reasonFor(frame)).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void aSchemaThatContainsItself() throws IOException {
    Schema nested =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Request", "fields": [
                  {"name": "unknown", "type": ["null", "Request"]}]}
                """);
    int id = registry.register("nests", nested);
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 2); // the record's branch, over and over
    byte[] frame = frame(id, out -> out.writeFixed(deep));
    assertThat(reasonFor(frame)).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void deepJson() {
    String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(reasonFor(bytes(deep))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void jsonOfTooManyItems() {
    String many = "{\"permissions\":[" + "\"\",".repeat(JsonReading.MAX_ITEMS) + "\"\"]}";
    assertThat(reasonFor(bytes(many))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void hugeJson() {
    byte[] huge = new byte[JsonRecordReader.MAX_BYTES + 1];
    Arrays.fill(huge, (byte) ' ');
    huge[0] = '{';
    assertThat(reasonFor(huge)).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void everyCutOfGoodJson() {
    byte[] json = JsonSerde.of(Request.class).write(Samples.request());
    for (int length = 1; length < json.length; length++) {
      assertThat(reasonFor(Arrays.copyOf(json, length)))
          .as("%s bytes", length)
          .isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void anyByteOfJsonChangedIsReadOrNamed() {
    byte[] json = JsonSerde.of(Request.class).write(Samples.request());
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = json.clone();
      changed[random.nextInt(json.length)] = (byte) random.nextInt();
      readOrNamed(changed);
    }
  }

  private void readOrNamed(byte[] bytes) {
    assertThatCode(
            () -> {
              try {
                assertThat(decoder.decode(bytes)).isNotNull();
              } catch (UndecodableException e) {
                assertThat(e.reason()).isNotNull();
              }
            })
        .doesNotThrowAnyException();
  }

  private Reason reasonFor(byte[] bytes) {
    return reasonFor(decoder, bytes);
  }

  private static Reason reasonFor(RecordDecoder<Request> decoder, byte[] bytes) {
    try {
      throw new AssertionError("was read as " + decoder.decode(bytes));
    } catch (UndecodableException e) {
      return e.reason();
    }
  }

  private interface Body {
    void writeTo(BinaryEncoder out) throws IOException;
  }

  private static byte[] frame(int id, Body body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    body.writeTo(out);
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class FakeRegistry implements SchemaRegistry {
    private RegistryException failure;

    FakeRegistry(RegistryException failure) {
      this.failure = failure;
    }

    @Override
    public int register(String subject, Schema schema) {
      throw failure;
    }

    @Override
    public int idOf(String subject, Schema schema) {
      throw failure;
    }

    @Override
    public Schema byId(int id) {
      throw failure;
    }
  }
}
