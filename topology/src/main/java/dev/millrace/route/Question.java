// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request decides its route.
 *
 * @param permissions that the request carries
 * @param hint the route the producer names; null or blank to leave it to the classifier
 */
public record Question(
    String text, Map<String, String> attributes, Set<String> permissions, @Nullable String hint) {

  public Question {
    attributes = Map.copyOf(attributes);
    permissions = Set.copyOf(permissions);
    hint = hint == null || hint.isBlank() ? null : hint;
  }
}
