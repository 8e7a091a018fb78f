// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.ledger.Amounts;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.pipeline.RunLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs and their parts for tests. */
public final class Samples {
  public static final RunId RUN = RunId.of("acme", "r-1");
  public static final long START_MS = 1_000_000;
  public static final long DEADLINE_MS = START_MS + 30_000;

  private Samples() {}

  public static RunFacts facts() {
    return facts("acme", "ann", List.of());
  }

  public static RunFacts facts(String tenant, String user, List<String> permissions) {
    return new RunFacts(
        RUN,
        "r-1",
        tenant,
        user,
        permissions,
        RecordKey.ofTenant(tenant),
        "interactive",
        START_MS - 5,
        START_MS,
        DEADLINE_MS,
        RunLimits.NONE,
        RunFacts.CacheUse.ALL,
        "",
        "1",
        "");
  }

  public static Routing routing(String route) {
    return new Routing(route, "rule", 1, Map.of());
  }

  public static CallId call(int step, int index) {
    return new CallId(RUN, step, index);
  }

  public static CallResult tool(String content) {
    return new CallResult.ToolAnswer(content, 1, false);
  }

  public static CallResult failed(FailureKind kind) {
    return CallResult.Failed.of(kind, "no luck");
  }

  public static CallResult said(String text) {
    return model(text, FinishReason.STOP);
  }

  public static CallResult wishes(ToolUse... uses) {
    return model("", FinishReason.TOOL_CALLS, uses);
  }

  public static CallResult model(String text, FinishReason reason, ToolUse... uses) {
    return new CallResult.ModelAnswer(new ModelResponse(text, List.of(uses), reason, "wire"));
  }

  public static ToolUse use(String name) {
    return new ToolUse("id-" + name, name, "{}");
  }

  public static Charge charge(long nanos) {
    return Charge.of(
        Amounts.NONE,
        Amounts.ofModelCall(nanos, 10, 2),
        Usage.of(10, 2),
        new InputBuckets(2, 0, 4, 4),
        0);
  }

  public static Plan plan(PlanCall... calls) {
    Map<String, PlanCall> byName = new LinkedHashMap<>();
    for (PlanCall call : calls) {
      byName.put(call.name(), call);
    }
    return new Plan(byName, "done", null);
  }

  public static PlanCall node(String name, String... needs) {
    return node(name, new Plan.All(), needs);
  }

  public static PlanCall node(String name, Plan.Join join, String... needs) {
    Plan.Work work = new Plan.ToolWork(name, JsonNodeFactory.instance.objectNode());
    return new PlanCall(name, work, List.of(needs), List.of(), join, false);
  }

  public static PlanCall optional(PlanCall call) {
    return new PlanCall(call.name(), call.work(), call.needs(), call.after(), call.join(), true);
  }

  /** The same, once others have ended. */
  public static PlanCall after(PlanCall call, String... others) {
    return new PlanCall(
        call.name(), call.work(), call.needs(), List.of(others), call.join(), call.optional());
  }
}
