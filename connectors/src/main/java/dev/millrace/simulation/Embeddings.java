// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /v1/embeddings}: words hashed into a vector of unit length. Near is what shares
 * words.
 */
final class Embeddings {

  private static final int DEFAULT_DIMENSIONS = 256;
  private static final int MAX_DIMENSIONS = 4_096;
  private static final int MAX_INPUTS = 2_048;

  private Embeddings() {}

  static void answer(Exchange exchange, byte[] body) {
    JsonNode json = JsonFragments.whole(new String(body, StandardCharsets.UTF_8));
    List<String> inputs = json == null ? List.of() : inputs(json.path("input"));
    int dimensions = json == null ? 0 : json.path("dimensions").asInt(DEFAULT_DIMENSIONS);
    if (json == null || inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
      exchange.respond(ApiError.invalid("'input' is a string or an array of strings.", "input"));
    } else if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      exchange.respond(ApiError.invalid("'dimensions' is 1 to 4096.", "dimensions"));
    } else {
      exchange.respond(response(json.path("model").asText(), inputs, dimensions));
    }
  }

  private static List<String> inputs(JsonNode json) {
    List<String> inputs = new ArrayList<>();
    if (json.isTextual()) {
      inputs.add(json.asText());
    }
    for (JsonNode input : json) {
      inputs.add(input.asText());
    }
    return inputs;
  }

  private static ObjectNode response(String model, List<String> inputs, int dimensions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = json.putArray("data");
    int tokens = 0;
    for (String input : inputs) {
      ObjectNode entry = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      ArrayNode vector = entry.putArray("embedding");
      for (double value : vector(input, dimensions)) {
        vector.add((float) value);
      }
      tokens += Tokens.count(input);
    }
    json.put("model", model);
    json.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return json;
  }

  private static double[] vector(String text, int dimensions) {
    double[] vector = new double[dimensions];
    vector[0] = 1e-3;
    for (String word : Words.of(text)) {
      long hash = Hashes.of(0, word);
      vector[(int) Long.remainderUnsigned(hash, dimensions)] += hash < 0 ? -1 : 1;
    }
    double square = 0;
    for (double value : vector) {
      square += value * value;
    }
    for (int at = 0; at < dimensions; at++) {
      vector[at] /= Math.sqrt(square);
    }
    return vector;
  }
}
