// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How messages are read and written: numbers exactly, as prices must be. */
final class McpJson implements McpJsonMapper {
  static final McpJson INSTANCE = new McpJson();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private McpJson() {}

  static ObjectNode object(@Nullable Map<String, Object> map) {
    return map == null ? MAPPER.createObjectNode() : MAPPER.convertValue(map, ObjectNode.class);
  }

  static @Nullable JsonNode tree(@Nullable Object value) {
    return value == null ? null : MAPPER.convertValue(value, JsonNode.class);
  }

  static Map<String, Object> map(ObjectNode object) {
    return INSTANCE.convertValue(object, new TypeRef<Map<String, Object>>() {});
  }

  /** With the keys in order, so that equal values are equal texts. */
  static String sorted(JsonNode value) {
    try {
      Object plain = MAPPER.treeToValue(value, Object.class);
      return MAPPER
          .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static byte[] bytes(Object message) {
    try {
      return MAPPER.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public <T> T readValue(String content, Class<T> type) throws IOException {
    return MAPPER.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, Class<T> type) throws IOException {
    return MAPPER.readValue(content, type);
  }

  @Override
  public <T> T readValue(String content, TypeRef<T> type) throws IOException {
    return MAPPER.readValue(content, javaType(type));
  }

  @Override
  public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
    return MAPPER.readValue(content, javaType(type));
  }

  @Override
  public <T> T convertValue(Object fromValue, Class<T> type) {
    return MAPPER.convertValue(fromValue, type);
  }

  @Override
  public <T> T convertValue(Object fromValue, TypeRef<T> type) {
    return MAPPER.convertValue(fromValue, javaType(type));
  }

  @Override
  public String writeValueAsString(Object value) throws IOException {
    return MAPPER.writeValueAsString(value);
  }

  @Override
  public byte[] writeValueAsBytes(Object value) throws IOException {
    return MAPPER.writeValueAsBytes(value);
  }

  private static JavaType javaType(TypeRef<?> type) {
    return MAPPER.getTypeFactory().constructType(type.getType());
  }
}
