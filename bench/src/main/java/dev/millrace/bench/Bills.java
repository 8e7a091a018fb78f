// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.call.Usage;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.CostEvent;
import dev.millrace.seeded.Violation;
import dev.millrace.serde.JsonSerde;
import dev.millrace.simulation.SimulationStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was billed, call by call, beside what the provider says that it delivered. */
final class Bills {
  private static final int SHOWN = 10;

  private final JsonSerde<CostEvent> reader = JsonSerde.of(CostEvent.class);
  private final Pipeline pipeline;
  private final Map<String, Usage> billed = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private Usage all = Usage.NONE;
  private long amountNanos;
  private int estimates;

  Bills(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  void read(byte[] value) {
    CostEvent event = reader.read(value);
    if (event.getKind().equals("saved")) {
      return; // Nobody bills what was not spent.
    }
    Usage usage = usage(event);
    billed.merge(event.getCallId(), usage, Usage::plus);
    all = all.plus(usage);
    amountNanos += event.getAmountNanos();
    estimates += event.getEstimated() ? 1 : 0;
    long priced =
        Objects.requireNonNull(pipeline.models().get(event.getModel()), event.getModel())
            .prices()
            .at(event.getAtMs())
            .amountNanos(usage);
    check(priced == event.getAmountNanos(), event.getEventId() + " is not at its price");
  }

  private static Usage usage(CostEvent event) {
    dev.millrace.schemas.Usage told = event.getUsage();
    return Usage.of(told.getInputTokens(), told.getOutputTokens())
        .withCache(told.getCacheReadInputTokens(), 0, 0);
  }

  /** Compares, once all bills are read: each call, and that there is none without a bill. */
  void compare(SimulationStats provider) {
    billed.forEach((call, usage) -> compare(call, usage, provider.delivered(call)));
    compare("all together", all, provider.delivered());
  }

  private void compare(String what, Usage usage, Usage delivered) {
    boolean same = usage.equals(delivered);
    check(same, "%s: billed %s, delivered %s".formatted(what, usage, delivered));
  }

  private void check(boolean holds, String detail) {
    if (!holds && violations.size() < SHOWN) {
      violations.add(new Violation("bills are what was delivered", detail));
    }
  }

  List<Violation> violations() {
    return violations;
  }

  Figures figures() {
    return Figures.none()
        .with("billed_calls", billed.size())
        .with("billed_input_tokens", all.inputTokens())
        .with("billed_output_tokens", all.outputTokens())
        .with("billed_nanos", amountNanos)
        .with("estimated_bills", estimates);
  }
}
