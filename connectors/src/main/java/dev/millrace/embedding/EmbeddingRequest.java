// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts that a provider is to turn into vectors.
 *
 * @param model the provider's name for it
 * @param texts at least one
 * @param dimensions of each vector; null for the model's own
 * @param timeout of the attempt, to the last byte
 */
public record EmbeddingRequest(
    String model,
    List<String> texts,
    @Nullable Integer dimensions,
    Encoding encoding,
    Duration timeout) {

  /** How vectors come over the wire. Whichever is asked for, either is read. */
  public enum Encoding {
    /** Numbers in JSON, which every server can. */
    FLOAT,
    /** Little-endian floats in base64, a quarter of the size. */
    BASE64
  }

  public EmbeddingRequest {
    texts = List.copyOf(texts);
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("no text to embed");
    }
  }
}
