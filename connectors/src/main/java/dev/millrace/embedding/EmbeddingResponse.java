// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import java.util.List;

/**
 * Vectors as the provider made them, of whatever length.
 *
 * @param vectors one for each text, in their order
 * @param model as the provider says; as asked for if it does not
 */
public record EmbeddingResponse(List<float[]> vectors, String model) {
  public EmbeddingResponse {
    vectors = List.copyOf(vectors);
  }
}
