// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way a request can go.
 *
 * @param rules any of them that holds picks the route, without an embedding or a model
 * @param examples texts that belong here, for the classifier
 * @param extract name to pattern: the first group, or the whole match, becomes {@code
 *     extract.NAME}; a request in which one of them is not found is not for this route
 * @param permission what a request must carry to go this way; null if anybody may
 * @param deadline how long a run may take when the request says nothing
 * @param budget of one run that goes this way; what it leaves open the run's workload class fills,
 *     and then {@link Budgets#run}
 * @param downgrade cheaper models for calls of it while a budget runs low; of those that hold the
 *     last counts
 * @param atLimit what a run does that would end for a limit
 * @param resultCache how long a completed answer serves again; null for never
 */
public record Route(
    String name,
    String description,
    List<Rule> rules,
    List<String> examples,
    Map<String, Pattern> extract,
    @Nullable String permission,
    Duration deadline,
    RunLimits budget,
    List<Downgrade> downgrade,
    AtLimit atLimit,
    @Nullable CachePolicy resultCache,
    Way way) {

  public Route {
    Checks.notBlank(name, "name");
    rules = List.copyOf(rules);
    examples = List.copyOf(examples);
    extract = Checks.ordered(extract);
    Checks.positive(deadline, "deadline");
    downgrade = List.copyOf(downgrade);
  }

  /** The same route with another way to its answer. */
  public Route going(Way other) {
    return new Route(
        name,
        description,
        rules,
        examples,
        extract,
        permission,
        deadline,
        budget,
        downgrade,
        atLimit,
        resultCache,
        other);
  }

  /**
   * A condition; all that it names must hold.
   *
   * @param text found in the request's text
   * @param attributes the request's attributes must equal these
   */
  public record Rule(@Nullable Pattern text, Map<String, String> attributes) {
    public Rule {
      attributes = Checks.ordered(attributes);
    }
  }

  /** How the answer comes about. */
  public sealed interface Way permits Plan, Agent {}
}
