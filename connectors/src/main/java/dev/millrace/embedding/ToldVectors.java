// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.MalformedAnswerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads vectors as OpenAI writes them: each with the place of its text, in either encoding. */
final class ToldVectors {
  private ToldVectors() {}

  /**
   * The vectors in the order of their texts.
   *
   * @throws MalformedAnswerException unless there is one for each, all of one size
   */
  static List<float[]> read(JsonNode data, int texts) throws MalformedAnswerException {
    float[][] vectors = new float[texts][];
    int place = 0;
    for (JsonNode entry : data) {
      int index = entry.path("index").asInt(place);
      place++;
      if (index < 0 || index >= texts || vectors[index] != null) {
        throw new MalformedAnswerException("vectors of texts that were not asked for");
      }
      vectors[index] = vector(entry.path("embedding"));
    }
    if (place != texts) {
      throw new MalformedAnswerException("not a vector for each text");
    }
    int size = vectors[0].length;
    if (size == 0 || Arrays.stream(vectors).anyMatch(vector -> vector.length != size)) {
      throw new MalformedAnswerException("vectors of no size or of several");
    }
    return List.of(vectors);
  }

  private static float[] vector(JsonNode told) throws MalformedAnswerException {
    float[] vector = told.isTextual() ? decoded(told.textValue()) : numbers(told);
    for (float x : vector) {
      if (!Float.isFinite(x)) {
        throw new MalformedAnswerException("a vector with something that is no number");
      }
    }
    return vector;
  }

  private static float[] numbers(JsonNode told) {
    float[] vector = new float[told.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode number = told.path(i);
      vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
    }
    return vector;
  }

  private static float[] decoded(String base64) throws MalformedAnswerException {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      float[] vector = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
      return vector;
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswerException("a vector that is no base64");
    }
  }
}
