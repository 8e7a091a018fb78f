// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declared graph of calls, and a template that makes the answer of their results: no model
 * decides the flow. A plan may have no model call, or no call at all.
 *
 * @param calls by name, in the order of the file; {@code needs} and {@code after} form no cycle
 * @param answer a Mustache template over {@code request}, {@code extract} and {@code calls}
 * @param structured a template of JSON for the structured answer; null for none
 */
public record Plan(Map<String, PlanCall> calls, String answer, @Nullable JsonNode structured)
    implements Route.Way {

  public Plan {
    calls = Checks.ordered(calls);
  }

  /**
   * One node of the graph.
   *
   * @param needs calls that must have ended before this one starts, as its join says
   * @param after calls that must have ended before this one starts, whatever came of them; they are
   *     neither kept alive for it nor used
   * @param join which of them must have ended, and how
   * @param optional if it fails the plan goes on without its result
   */
  public record PlanCall(
      String name, Work work, List<String> needs, List<String> after, Join join, boolean optional) {
    public PlanCall {
      Checks.notBlank(name, "name");
      needs = List.copyOf(needs);
      after = List.copyOf(after);
    }
  }

  /** What a node does. */
  public sealed interface Work {}

  /**
   * A call of a tool.
   *
   * @param arguments JSON whose strings are templates; a string that is one tag and nothing else
   *     becomes the value itself, of whatever type
   */
  public record ToolWork(String tool, JsonNode arguments) implements Work {}

  /**
   * A call of a model.
   *
   * @param prediction a Mustache template of what the answer will mostly be; empty for none
   * @param responseSchema the JSON Schema the model must answer in; null for free text
   * @param maxOutputTokens null for the model's own
   */
  public record ModelWork(
      String model,
      String system,
      String prompt,
      String prediction,
      @Nullable JsonNode responseSchema,
      @Nullable Integer maxOutputTokens)
      implements Work {
    public ModelWork {
      Checks.atLeastIfAny(1, maxOutputTokens, "maxOutputTokens");
    }
  }

  /** When a node that needs others may start; what is then still under way is cancelled. */
  public sealed interface Join {}

  /** When all have ended. */
  public record All() implements Join {}

  /** When the first has succeeded with a result that is not empty. */
  public record FirstSufficient() implements Join {}

  /** When so many have succeeded. */
  public record Quorum(int count) implements Join {
    public Quorum {
      Checks.atLeast(1, count, "count");
    }
  }

  /** When all have ended, or this long after the first of them was sent. */
  public record Until(Duration deadline) implements Join {
    public Until {
      Checks.positive(deadline, "deadline");
    }
  }
}
