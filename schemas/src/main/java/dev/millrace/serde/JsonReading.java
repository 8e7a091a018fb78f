// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.serde.UndecodableException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** One document on its way to a record: each method starts at its value's first token. */
final class JsonReading {
  static final int MAX_ITEMS = 100_000;
  private static final int MAX_PATH_CHARS = 200;

  private final JsonParser parser;
  private final SpecificData model;
  private int items;

  JsonReading(JsonParser parser, SpecificData model) {
    this.parser = parser;
    this.model = model;
  }

  Object document(Schema schema) throws IOException {
    parser.nextToken();
    Object record = record(schema);
    if (parser.nextToken() != null) {
      throw wrong("something follows the document");
    }
    return record;
  }

  private @Nullable Object value(Schema schema) throws IOException {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ARRAY -> array(schema.getElementType());
      case MAP -> map(schema.getValueType());
      case UNION -> value(branch(schema));
      case NULL -> nothing();
      case STRING -> text();
      case ENUM -> symbol(schema);
      case BOOLEAN -> bool();
      case INT -> expect(JsonToken.VALUE_NUMBER_INT, "a whole number").getIntValue();
      case LONG -> expect(JsonToken.VALUE_NUMBER_INT, "a whole number").getLongValue();
      case FLOAT -> (float) number();
      case DOUBLE -> number();
      case BYTES -> ByteBuffer.wrap(base64());
      case FIXED -> fixed(schema);
    };
  }

  private Object record(Schema schema) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    Object record = model.newRecord(null, schema);
    var given = new BitSet(schema.getFields().size());
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Schema.Field field = schema.getField(parser.currentName());
      parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (!leftOut(field)) {
        model.setField(record, field.name(), field.pos(), value(field.schema()));
        given.set(field.pos());
      }
    }
    fillIn(schema, record, given);
    return record;
  }

  /** Many a client writes null for what it leaves out. */
  private boolean leftOut(Schema.Field field) {
    return parser.currentToken() == JsonToken.VALUE_NULL
        && field.hasDefaultValue()
        && !field.schema().isNullable();
  }

  private void fillIn(Schema schema, Object record, BitSet given) throws IOException {
    for (Schema.Field field : schema.getFields()) {
      if (!given.get(field.pos())) {
        if (!field.hasDefaultValue()) {
          throw wrong("lacks " + field.name());
        }
        Object value = model.deepCopy(field.schema(), model.getDefaultValue(field));
        model.setField(record, field.name(), field.pos(), value);
      }
    }
  }

  private List<@Nullable Object> array(Schema element) throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      countItem();
      list.add(value(element));
    }
    return list;
  }

  private Map<String, @Nullable Object> map(Schema valueSchema) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    Map<String, @Nullable Object> map = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      countItem();
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(valueSchema));
    }
    return map;
  }

  private Schema branch(Schema union) throws IOException {
    for (Schema branch : union.getTypes()) {
      if (fits(branch.getType())) {
        return branch;
      }
    }
    throw wrong("is not one of " + union.getTypes().stream().map(Schema::getName).toList());
  }

  private boolean fits(Schema.Type type) {
    JsonToken token = parser.currentToken();
    return switch (type) {
      case NULL -> token == JsonToken.VALUE_NULL;
      case STRING, ENUM, BYTES, FIXED -> token == JsonToken.VALUE_STRING;
      case INT, LONG -> token == JsonToken.VALUE_NUMBER_INT;
      case FLOAT, DOUBLE -> token.isNumeric();
      case BOOLEAN -> token.isBoolean();
      case RECORD, MAP -> token == JsonToken.START_OBJECT;
      case ARRAY -> token == JsonToken.START_ARRAY;
      case UNION -> false; // Avro has no union within a union
    };
  }

  private @Nullable Object nothing() throws IOException {
    expect(JsonToken.VALUE_NULL, "null");
    return null;
  }

  private String text() throws IOException {
    return expect(JsonToken.VALUE_STRING, "a string").getText();
  }

  private boolean bool() throws IOException {
    if (!parser.currentToken().isBoolean()) {
      throw wrong("is to be true or false");
    }
    return parser.getBooleanValue();
  }

  private double number() throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw wrong("is to be a number");
    }
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw wrong("is beyond what a number holds");
    }
    return number;
  }

  private Object symbol(Schema schema) throws IOException {
    String symbol = text();
    if (!schema.hasEnumSymbol(symbol)) {
      throw wrong("is to be one of " + schema.getEnumSymbols());
    }
    return model.createEnum(symbol, schema);
  }

  private Object fixed(Schema schema) throws IOException {
    byte[] bytes = base64();
    if (bytes.length != schema.getFixedSize()) {
      throw wrong("is to have " + schema.getFixedSize() + " bytes");
    }
    return model.createFixed(null, bytes, schema);
  }

  private byte[] base64() throws IOException {
    return expect(JsonToken.VALUE_STRING, "base64").getBinaryValue();
  }

  private JsonParser expect(JsonToken token, String wanted) throws IOException {
    if (parser.currentToken() != token) {
      throw wrong("is to be " + wanted);
    }
    return parser;
  }

  private void countItem() throws IOException {
    if (++items > MAX_ITEMS) {
      throw wrong("there are more than " + MAX_ITEMS + " items");
    }
  }

  private UndecodableException wrong(String what) {
    String path = parser.getParsingContext().pathAsPointer().toString();
    String shown = path.length() > MAX_PATH_CHARS ? path.substring(0, MAX_PATH_CHARS) : path;
    return new UndecodableException(Reason.MALFORMED, (shown.isEmpty() ? "/" : shown) + " " + what);
  }
}
