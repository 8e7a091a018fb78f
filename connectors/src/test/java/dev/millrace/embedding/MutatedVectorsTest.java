// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.Mutations;
import dev.millrace.model.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every byte a provider of embeddings can send: as many vectors as there are texts, or none. */
class MutatedVectorsTest {
  private static final String NUMBERS =
      "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.1,-2,3e-3]},"
          + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[4,5,6]}],\"model\":\"m\","
          + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
  private static final String BASE_64 =
      "{\"object\":\"list\",\"data\":[{\"index\":1,\"embedding\":\"AACAPwAAAEAAAEBA\"},"
          + "{\"index\":0,\"embedding\":\"AACAvwAAAMAAAEDA\"}],\"model\":\"m\"}";

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void everyMutationIsVectorsOrAFailure() throws IOException {
    List<byte[]> answers =
        List.of(NUMBERS.getBytes(StandardCharsets.UTF_8), BASE_64.getBytes(StandardCharsets.UTF_8));

    Mutations.of("embeddings", answers, (bytes, seed) -> read(bytes));
  }

  private static boolean read(byte[] bytes) {
    try {
      String text = new String(bytes, StandardCharsets.UTF_8);
      List<float[]> vectors = ToldVectors.read(WireJson.read(text).path("data"), 2);
      assertThat(vectors).hasSize(2);
      assertThat(vectors.get(0)).hasSameSizeAs(vectors.get(1)).hasSizeLessThan(bytes.length);
      return true;
    } catch (JsonProcessingException | MalformedAnswerException e) {
      return false;
    }
  }
}
