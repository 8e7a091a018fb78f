// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.run.CallId;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.schemas.stored.StoredNode;
import dev.millrace.schemas.stored.StoredPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises about the order of calls: those with the same lock never overlap, leave in the order
 * of their promises and never go back behind a crash; and a call leaves after those it names.
 */
final class Order {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ENDED =
      List.of("succeeded", "empty", "cut", "failed", "dropped");

  private final Map<String, Tool> tools;
  private final Map<String, Route> routes;
  private final Answers answers;
  private final Stored stored;
  private final Faults faults;
  private final Violations violations;
  private final Map<List<String>, String> latest = new HashMap<>();
  private final Set<List<String>> seen = new HashSet<>();

  Order(Setting setting, Answers answers, Stored stored, Faults faults, Violations violations) {
    this.tools = setting.tools();
    this.routes = setting.routes();
    this.answers = answers;
    this.stored = stored;
    this.faults = faults;
    this.violations = violations;
  }

  void left(OutboundCall call, Collection<Flight> open) {
    afterItsPlan(call.id());
    if (call instanceof OutboundCall.ToTool tool) {
      String key = key(tool);
      if (!key.isEmpty()) {
        locked(tool, key, open);
      }
      afterItsStep(tool);
    }
  }

  /** Every lock of these worlds is by the argument {@code id}. */
  private String key(OutboundCall.ToTool call) {
    Tool tool = tools.get(call.tool());
    if (tool == null || tool.lock() == null) {
      return "";
    }
    try {
      JsonNode id = JSON.readTree(call.request().arguments()).path("id");
      return (id.isContainerNode() ? id.toString() : id.isNull() ? "" : id.asText()).strip();
    } catch (JsonProcessingException notJson) {
      return "";
    }
  }

  private void locked(OutboundCall.ToTool call, String key, Collection<Flight> open) {
    String tenant = call.request().tenant();
    String name = call.id().toString();
    violations.check(
        open.stream()
            .filter(
                each -> !each.calledOff() && !each.isDone() && !each.call.id().equals(call.id()))
            .noneMatch(
                each ->
                    each.call instanceof OutboundCall.ToTool other
                        && other.request().tenant().equals(tenant)
                        && key(other).equals(key)),
        "calls with the same lock never overlap",
        name);
    List<String> lock = List.of(tenant, key);
    String attempt = name + "#" + answers.generation(call.id().run().value());
    boolean leftBefore = !seen.add(List.of(tenant, key, attempt));
    boolean isLatest = attempt.equals(latest.put(lock, attempt));
    violations.check(
        isLatest || !leftBefore, "no call with a lock leaves again after its successor", name);
    PendingCallRecord own = stored.promise(call.id());
    boolean durable = own != null && own.getLockKey().equals(key);
    violations.check(durable, "a call with a lock leaves only after its promise is durable", name);
    if (own != null) {
      violations.check(!stored.waitsForItsLock(own), "first promised, first sent", name);
      boolean others =
          stored.pendingCalls.values().stream().anyMatch(other -> stored.waitsFor(other, own));
      faults.count(Fault.LINE_FOR_A_LOCK, others ? 1 : 0);
    }
  }

  private void afterItsPlan(CallId call) {
    RunRecord run = stored.runs.get(call.run().value());
    StoredPlan plan = run == null ? null : run.getPlan();
    if (run == null || run.getRouting() == null || plan == null) {
      return;
    }
    Map<String, StoredNode> nodes = new HashMap<>();
    plan.getNodes().forEach(node -> nodes.put(node.getName(), node));
    Route route = routes.get(run.getRouting().getRoute());
    for (StoredNode node : plan.getNodes()) {
      if (node.getStep() == call.step() && node.getIndex() == call.index()) {
        List<String> after = after(route, node.getName());
        boolean kept = after.stream().map(nodes::get).allMatch(Order::hasEnded);
        violations.check(kept, "a plan's call leaves after those it names", call.toString());
        faults.count(Fault.LEFT_AFTER, after.isEmpty() ? 0 : 1);
      }
    }
  }

  private static boolean hasEnded(@Nullable StoredNode node) {
    return node == null || ENDED.contains(node.getState());
  }

  /** What a call of a plan comes after; nothing if the other file has no such call. */
  private static List<String> after(@Nullable Route route, String name) {
    Plan.PlanCall call =
        route != null && route.way() instanceof Plan plan ? plan.calls().get(name) : null;
    return call == null ? List.of() : call.after();
  }

  /** An agent's tools of one step are promised together, but for those that come after others. */
  private void afterItsStep(OutboundCall.ToTool call) {
    Tool tool = tools.get(call.tool());
    RunRecord run = stored.runs.get(call.id().run().value());
    if (tool == null || run == null || run.getPlan() != null) {
      return;
    }
    violations.check(
        stored.promisesOfStep(call.id()).noneMatch(other -> tool.after().contains(other)),
        "an agent's tool leaves after those it names",
        call.id().toString());
  }
}
