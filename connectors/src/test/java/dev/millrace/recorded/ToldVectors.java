// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.embedding.EmbeddingResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Recorded vectors, read in the plainest way there is. */
final class ToldVectors {
  private ToldVectors() {}

  static Reading read(ToldBody body) {
    JsonNode answer = body.first();
    List<float[]> vectors = new ArrayList<>();
    for (JsonNode entry : answer.path("data")) {
      vectors.add(entry.path("index").asInt(), floats(entry.path("embedding")));
    }
    JsonNode usage = answer.path("usage");
    return vectors(vectors)
        .put("model", answer.path("model").asText())
        .usageTold(usage.isObject())
        .usage("input", usage.path("prompt_tokens").asLong())
        .usage("output", 0);
  }

  static Reading of(EmbeddingResponse response) {
    return vectors(response.vectors()).put("model", response.model());
  }

  private static Reading vectors(List<float[]> vectors) {
    Reading reading = Reading.answered().put("vectors", vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.get(i);
      reading.put("vector." + i, vector.length + " numbers, hash " + Arrays.hashCode(vector));
    }
    return reading;
  }

  private static float[] floats(JsonNode told) {
    if (told.isTextual()) {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(told.asText()));
      float[] vector = new float[bytes.remaining() / Float.BYTES];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = bytes.order(ByteOrder.LITTLE_ENDIAN).getFloat();
      }
      return vector;
    }
    float[] vector = new float[told.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) told.path(i).asDouble();
    }
    return vector;
  }
}
