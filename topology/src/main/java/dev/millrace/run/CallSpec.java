// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/**
 * A call that a run wants: its name, and what it is for. What goes out is made of the run's parts.
 */
public record CallSpec(CallId id, Purpose purpose) {

  /** What a call is for; with the run's parts, enough to make the same call again after a crash. */
  public sealed interface Purpose {}

  /** The request's text as a vector, to classify it. */
  public record Embed() implements Purpose {}

  /** A model's opinion on the route. */
  public record AskRoute() implements Purpose {}

  /** A node of the route's plan. */
  public record Node(String name) implements Purpose {}

  /**
   * The next turn of the route's agent.
   *
   * @param withTools false when it is to answer by what it has
   */
  public record AskAgent(boolean withTools) implements Purpose {}

  /** What a model says of what is known, at a limit. */
  public record SayLast() implements Purpose {}

  /**
   * A tool that the agent asked for.
   *
   * @param turn the step in which it asked
   * @param use which of its wishes, from 0
   */
  public record UseTool(int turn, int use) implements Purpose {}
}
