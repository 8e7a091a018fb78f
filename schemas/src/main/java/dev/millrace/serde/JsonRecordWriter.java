// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON; a null that a reader fills in by itself is left out. */
final class JsonRecordWriter {
  private static final JsonFactory JSON = new JsonFactory();

  /** A field of a record as it is written: all that the schema would be asked for each time. */
  private record Column(int pos, SerializedString name, Schema schema, boolean filledIn) {
    static Column of(Schema.Field field) {
      boolean filledIn = field.defaultVal() == JsonProperties.NULL_VALUE;
      return new Column(field.pos(), new SerializedString(field.name()), field.schema(), filledIn);
    }
  }

  private final Map<Schema, List<Column>> columns = new ConcurrentHashMap<>();

  byte[] write(IndexedRecord record) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      writeRecord(record, out);
    } catch (IOException | AvroRuntimeException | ClassCastException e) {
      throw new SerializationException("Not writable as JSON: " + record.getSchema().getName(), e);
    }
    return bytes.toByteArray();
  }

  private void write(@Nullable Object value, Schema schema, JsonGenerator out) throws IOException {
    if (value == null) {
      writeNull(schema, out);
      return;
    }
    switch (schema.getType()) {
      case RECORD -> writeRecord((IndexedRecord) value, out);
      case ARRAY -> writeArray((List<?>) value, schema.getElementType(), out);
      case MAP -> writeMap((Map<?, ?>) value, schema.getValueType(), out);
      case UNION -> write(value, branch(schema, value), out);
      case STRING, ENUM -> out.writeString(value.toString());
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT -> out.writeNumber((Integer) value);
      case LONG -> out.writeNumber((Long) value);
      case FLOAT -> out.writeNumber((Float) value);
      case DOUBLE -> out.writeNumber((Double) value);
      case BYTES -> out.writeBinary(bytes((ByteBuffer) value));
      case FIXED -> out.writeBinary(((GenericFixed) value).bytes());
      case NULL -> out.writeNull();
    }
  }

  private static void writeNull(Schema schema, JsonGenerator out) throws IOException {
    if (!schema.isNullable()) {
      throw new AvroTypeException("null where a " + schema.getType() + " is wanted");
    }
    out.writeNull();
  }

  private void writeRecord(IndexedRecord record, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Column column : columnsOf(record.getSchema())) {
      Object value = record.get(column.pos);
      if (value != null || !column.filledIn) {
        out.writeFieldName(column.name);
        write(value, column.schema, out);
      }
    }
    out.writeEndObject();
  }

  private List<Column> columnsOf(Schema record) {
    List<Column> known = columns.get(record);
    return known != null
        ? known
        : columns.computeIfAbsent(
            record, any -> record.getFields().stream().map(Column::of).toList());
  }

  private void writeArray(List<?> list, Schema element, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (Object item : list) {
      write(item, element, out);
    }
    out.writeEndArray();
  }

  private void writeMap(Map<?, ?> map, Schema values, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.writeFieldName(entry.getKey().toString());
      write(entry.getValue(), values, out);
    }
    out.writeEndObject();
  }

  /** Of a nullable one, what is not null is the other: it need not be searched for. */
  private static Schema branch(Schema union, Object value) {
    List<Schema> types = union.getTypes();
    if (types.size() == 2 && types.get(0).getType() == Schema.Type.NULL) {
      return types.get(1);
    }
    return union.getTypes().get(SpecificData.get().resolveUnion(union, value));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
