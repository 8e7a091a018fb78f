// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.pipeline.Tool;
import dev.millrace.prompt.Aim;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.prompt.PlannedCall.ToSend;
import dev.millrace.prompt.RunView;
import dev.millrace.run.CallSpec;
import java.util.Objects;
import java.util.stream.Stream;

/** The most that a call may cost: each attempt that it may take, each billed in full. */
record AllAttempts(Pipeline pipeline, CallPlanner planner) {

  Amounts of(RunView view, CallSpec spec, ToSend planned, long nowMs) {
    if (planned.kind() == Kind.EMBEDDING) {
      return times(RetryPolicy.DEFAULT.maxAttempts(), planned.worst());
    }
    if (planned.kind() == Kind.TOOL) {
      Tool tool = Objects.requireNonNull(pipeline.tools().get(planned.target()));
      return times(tool.atMostOnce() ? 1 : tool.retry().maxAttempts(), planned.worst());
    }
    ModelConfig first = model(planned.target());
    Amounts all =
        Stream.concat(Stream.of(first), first.fallbacks().stream().map(this::model))
            .map(each -> times(each.retry().maxAttempts(), at(each, view, spec, nowMs)))
            .reduce(Amounts.NONE, Amounts::plus);
    String hedge = first.hedge();
    return hedge == null ? all : all.plus(at(model(hedge), view, spec, nowMs));
  }

  /** One attempt at this model; nothing where the prompt is too large for it. */
  private Amounts at(ModelConfig model, RunView view, CallSpec spec, long nowMs) {
    return planner.hedge(view, spec, Aim.NONE, model.name(), nowMs) instanceof ToSend one
        ? one.worst()
        : Amounts.NONE;
  }

  private static Amounts times(int count, Amounts each) {
    return Stream.generate(() -> each).limit(count).reduce(Amounts.NONE, Amounts::plus);
  }

  private ModelConfig model(String name) {
    return Objects.requireNonNull(pipeline.models().get(name), name);
  }
}
