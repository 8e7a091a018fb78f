// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The built-in tool {@code calculate}: arithmetic over named numbers, in exact decimals. Takes
 * {@code {"expression": "price * count", "values": {"price": 1.10, "count": 3}}} and returns {@code
 * {"result": 3.30}}.
 */
public final class CalculateFunction implements ToolFunction {

  @Override
  public String name() {
    return "calculate";
  }

  @Override
  public CompletionStage<JsonNode> call(ObjectNode arguments, ToolRequest request)
      throws ToolException {
    JsonNode expression = arguments.path("expression");
    if (!expression.isTextual()) {
      throw new ToolException("expression must be a text");
    }
    BigDecimal result = new Arithmetic(expression.textValue(), values(arguments)).value();
    ObjectNode answer = ToolJson.MAPPER.createObjectNode();
    BigDecimal plain = result.scale() < 0 ? result.setScale(0) : result;
    return CompletableFuture.completedStage(answer.put("result", plain));
  }

  private static Map<String, BigDecimal> values(ObjectNode arguments) throws ToolException {
    Map<String, BigDecimal> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : arguments.path("values").properties()) {
      if (!entry.getValue().isNumber()) {
        throw new ToolException(entry.getKey() + " must be a number");
      }
      values.put(entry.getKey(), entry.getValue().decimalValue());
    }
    return values;
  }
}
