// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

/** What settled on a route. */
public enum By {
  HINT,
  RULE,
  EMBEDDING,
  MODEL,
  FALLBACK
}
