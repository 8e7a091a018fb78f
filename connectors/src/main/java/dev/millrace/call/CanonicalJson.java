// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.TreeMap;

/** JSON in one form: names sorted, no blanks, numbers that are equal written alike. */
public final class CanonicalJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private CanonicalJson() {}

  /**
   * The canonical form of JSON text; text that is no JSON, or that two readers may take in two ways
   * (a name twice, something behind it), is its own.
   */
  public static String of(String json) {
    StringBuilder text = new StringBuilder();
    try {
      write(JSON.readTree(json), text);
    } catch (JsonProcessingException notJson) {
      return json;
    }
    return text.toString();
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      text.append('{');
      fields.forEach(
          (name, value) -> {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
            text.append(TextNode.valueOf(name)).append(':');
            write(value, text);
          });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      for (int i = 0; i < node.size(); i++) {
        text.append(i == 0 ? "" : ",");
        write(node.get(i), text);
      }
      text.append(']');
    } else if (node.isNumber()) {
      text.append(node.decimalValue().stripTrailingZeros());
    } else {
      text.append(node);
    }
  }
}
