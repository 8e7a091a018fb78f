// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.model.ReasoningEffort;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PromptCache;

/** Pipelines for tests of other packages. */
public final class TestPipelines {
  private TestPipelines() {}

  /** One plan, {@code status}, and one agent, {@code help}. */
  public static Pipeline shop() {
    return pipelines().build();
  }

  /** The shop, whose small model thinks so much, and whose prompts are cached so. */
  public static Pipeline shop(ReasoningEffort effort, PromptCache cache) {
    return pipelines().tuned("small", effort, cache).build();
  }

  /** The shop, whose small model is told what it will mostly answer. */
  public static Pipeline predicting(String prediction) {
    return Pipelines.shop()
        .plan(
            "status",
            "It is {{calls.order.status}}.",
            Pipelines.tool("order"),
            Pipelines.predicted(
                Pipelines.model("answer", "Say {{calls.order.status}}", "order"), prediction))
        .build();
  }

  /** The shop, whose small model answers by a schema. */
  public static Pipeline shaped(String singleQuotedSchema) {
    return Pipelines.shop()
        .plan(
            "status",
            "It is {{calls.order.status}}.",
            Pipelines.tool("order"),
            Pipelines.shaped(
                Pipelines.model("answer", "Say {{calls.order.status}}", "order"),
                singleQuotedSchema))
        .build();
  }

  private static Pipelines pipelines() {
    return Pipelines.shop()
        .atLimit(new AtLimit(null, Pipelines.lastWord("small"), null, false, false))
        .plan(
            "status",
            "It is {{calls.order.status}}.",
            Pipelines.tool("order"),
            Pipelines.model("answer", "Say {{calls.order.status}}", "order"))
        .agent("help", 5, "order", "customer");
  }
}
