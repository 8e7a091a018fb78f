// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.engine.PendingCall.Kind;

/**
 * What calls share places with each other: those of a provider, or of a tool. A slow lane fills its
 * own places and nobody else's.
 *
 * @param name the provider's or the tool's
 */
public record Lane(Kind kind, String name) {
  /** The one that is shared by all that is compared with examples. */
  public static final Lane EMBEDDER = new Lane(Kind.EMBEDDING, "embedder");
}
