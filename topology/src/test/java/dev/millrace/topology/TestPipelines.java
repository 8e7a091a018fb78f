// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.pipeline.Pipeline;

/** Pipelines for tests of other packages. */
public final class TestPipelines {
  private TestPipelines() {}

  /** One plan, {@code status}, and one agent, {@code help}. */
  public static Pipeline shop() {
    return Pipelines.shop()
        .plan(
            "status",
            "It is {{calls.order.status}}.",
            Pipelines.tool("order"),
            Pipelines.model("answer", "Say {{calls.order.status}}", "order"))
        .agent("help", 5, "order", "customer")
        .build();
  }
}
