// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.embedding;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Outcome.Succeeded;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Vectors of the words in a text and of the letters in the words, by hashing. It knows spelling and
 * no meaning, needs no model, and gives the same vector everywhere and always: for tests, and where
 * nothing may be loaded.
 */
public final class HashingEmbedder implements Embedder {
  private static final int NGRAM = 3;
  private static final int MAX_CHARS = 8_192;
  private static final float WORD = 1f;
  private static final float PART_OF_WORD = 0.5f;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final int dimensions;

  public HashingEmbedder(int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException("dimensions < 1: " + dimensions);
    }
    this.dimensions = dimensions;
  }

  @Override
  public String id() {
    return "hashing-v1-" + dimensions;
  }

  @Override
  public CompletableFuture<Outcome<float[]>> embed(String text) {
    if (text.isBlank()) {
      return Outcome.failedNow(Failure.of(FailureKind.INVALID_REQUEST, "no text to embed"));
    }
    float[] vector = new float[dimensions];
    String start = text.substring(0, Math.min(text.length(), MAX_CHARS));
    for (String word : start.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      addWord(vector, word);
    }
    if (isZero(vector)) {
      add(vector, start, WORD);
    }
    return CompletableFuture.completedFuture(
        new Succeeded<>(Vectors.normalize(vector), Usage.NONE, Timing.NONE));
  }

  private static void addWord(float[] vector, String word) {
    if (word.isEmpty()) {
      return;
    }
    add(vector, word, WORD);
    String padded = "<" + word + ">";
    for (int i = 0; i + NGRAM <= padded.length(); i++) {
      add(vector, padded.substring(i, i + NGRAM), PART_OF_WORD);
    }
  }

  /** One bit of the hash is the sign, so that collisions cancel out more often than they add up. */
  private static void add(float[] vector, String feature, float weight) {
    long hash = hash(feature);
    int place = (int) Long.remainderUnsigned(hash >>> 1, vector.length);
    vector[place] += (hash & 1) == 0 ? weight : -weight;
  }

  private static long hash(String feature) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < feature.length(); i++) {
      hash = (hash ^ feature.charAt(i)) * FNV_PRIME;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }

  private static boolean isZero(float[] vector) {
    for (float x : vector) {
      if (x != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {}
}
