// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Any JSON, written as YAML. */
final class Json implements Kind<JsonNode> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_NUMBER_CHARS = 40;

  @Override
  public @Nullable JsonNode read(At at) {
    int before = at.context().mistakeCount();
    JsonNode json = tree(at);
    return at.context().mistakeCount() == before ? json : null;
  }

  @Override
  public String such() {
    return "JSON";
  }

  private static JsonNode tree(At at) {
    if (at.node() instanceof Yaml.Mapping) {
      ObjectNode object = NODES.objectNode();
      at.children().forEach((name, child) -> object.set(name, tree(child)));
      return object;
    }
    if (at.node() instanceof Yaml.Sequence sequence) {
      ArrayNode array = NODES.arrayNode();
      for (int i = 0; i < sequence.items().size(); i++) {
        array.add(tree(at.item(i, sequence.items().get(i))));
      }
      return array;
    }
    return leaf(at, (Yaml.Text) at.node());
  }

  private static JsonNode leaf(At at, Yaml.Text text) {
    PlainScalar type = text.plain() ? PlainScalar.of(text.raw()) : PlainScalar.TEXT;
    boolean number = type == PlainScalar.WHOLE || type == PlainScalar.DECIMAL;
    if (number && text.raw().length() > MAX_NUMBER_CHARS) {
      at.mistake("the number is too long", "write it shorter, or in quotes");
      return NODES.nullNode();
    }
    return switch (type) {
      case NULL -> NODES.nullNode();
      case BOOLEAN -> NODES.booleanNode(Boolean.parseBoolean(text.raw()));
      case WHOLE -> whole(new BigInteger(text.raw()));
      case DECIMAL -> NODES.numberNode(new BigDecimal(text.raw()));
      case TEXT -> {
        String value = Variables.substitute(at, text.raw());
        yield value == null ? NODES.nullNode() : NODES.textNode(value);
      }
    };
  }

  private static JsonNode whole(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return NODES.numberNode(number.intValueExact());
    }
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValueExact())
        : NODES.numberNode(number);
  }
}
