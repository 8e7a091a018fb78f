// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.traffic.RecordFile;
import dev.millrace.serde.JsonSerde;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record as a JSON line: its value's fields, and {@code record}, which says where it lies. */
final class RecordJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordJson() {}

  static <T extends SpecificRecord> String of(
      ConsumerRecord<byte[], byte[]> record, Class<T> type, SpecificRecord value) {
    try {
      ObjectNode line = (ObjectNode) JSON.readTree(JsonSerde.of(type).write(type.cast(value)));
      line.set(RecordFile.PLACE, place(record));
      return line.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of what nobody could read: its bytes as text, and what its headers say. */
  static String ofUnreadable(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode headers = line.putObject("headers");
    for (Header header : record.headers()) {
      headers.put(header.key(), text(header.value()));
    }
    line.put("key", text(record.key()));
    line.put("value", text(record.value()));
    line.set(RecordFile.PLACE, place(record));
    return line.toString();
  }

  static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static ObjectNode place(ConsumerRecord<byte[], byte[]> record) {
    return JSON.createObjectNode()
        .put("partition", record.partition())
        .put("offset", record.offset())
        .put("timestamp_ms", record.timestamp());
  }
}
