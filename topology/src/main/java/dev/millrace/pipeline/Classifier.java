// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How a request without a route hint finds its route, after the routes' rules had their say.
 *
 * @param embeddings whether the routes' examples are compared by meaning
 * @param embedder the provider's model that compares them; null for the one in the process
 * @param nearest how many examples vote
 * @param minConfidence below it the answer is unsure, 0 to 1
 * @param outOfScopeSimilarity if even the nearest example is less similar (cosine), the request is
 *     out of scope, -1 to 1
 * @param model asked when the examples leave it unsure; null to never ask
 * @param fallbackRoute taken when all else leaves it unsure, or nothing is in scope; null to reject
 */
public record Classifier(
    boolean embeddings,
    @Nullable EmbedderConfig embedder,
    int nearest,
    double minConfidence,
    double outOfScopeSimilarity,
    @Nullable String model,
    @Nullable String fallbackRoute) {

  public Classifier {
    Checks.atLeast(1, nearest, "nearest");
    if (!(minConfidence >= 0 && minConfidence <= 1)) {
      throw new IllegalArgumentException("minConfidence not in 0 to 1: " + minConfidence);
    }
    if (!(outOfScopeSimilarity >= -1 && outOfScopeSimilarity <= 1)) {
      throw new IllegalArgumentException("similarity not in -1 to 1: " + outOfScopeSimilarity);
    }
  }
}
