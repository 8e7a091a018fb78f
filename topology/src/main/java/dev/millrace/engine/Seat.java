// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

/**
 * Who asks for a place: each place taken counts for the instance, for the lane, for the model, for
 * the tenant, and for the background if the call is of it.
 *
 * @param model the provider's name of it; empty where there is no choice, as in a tool's lane
 * @param background whether the call yields to others
 * @param inputTokens that the call comes to, as counted
 * @param outputTokens that it comes to at most
 */
public record Seat(
    Lane lane,
    String model,
    String tenant,
    boolean background,
    long inputTokens,
    long outputTokens) {

  /** One that uses no tokens. */
  public Seat(Lane lane, String tenant, boolean background) {
    this(lane, "", tenant, background, 0, 0);
  }

  /** What it comes to at most. */
  public long tokens() {
    return inputTokens + outputTokens;
  }
}
