// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ToolSpec;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.template.JsonTemplate;
import dev.millrace.template.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A route with its templates compiled, once, at start. */
final class PreparedRoute {

  /**
   * A plan's call of a model.
   *
   * @param readsCalls whether its prompt asks for what other calls returned
   */
  record PreparedModel(
      Plan.ModelWork work,
      Template system,
      Template prompt,
      Template prediction,
      boolean readsCalls) {

    static PreparedModel of(Plan.ModelWork work) {
      Template prompt = Template.text(work.prompt());
      return new PreparedModel(
          work,
          Template.text(work.system()),
          prompt,
          Template.text(work.prediction()),
          prompt.pieces().stream().anyMatch(PreparedModel::isOfCalls));
    }

    private static boolean isOfCalls(Template.Piece piece) {
      return piece instanceof Template.Piece.Name name && (name.path() + ".").startsWith("calls.");
    }
  }

  /** A plan's call of a tool. */
  record PreparedTool(Plan.ToolWork work, JsonTemplate arguments) {}

  private final Map<String, PreparedModel> models = new HashMap<>();
  private final Map<String, PreparedTool> tools = new HashMap<>();
  private final Set<String> following = new HashSet<>();
  private final Template answer;
  private final @Nullable JsonTemplate structured;
  private final Template agentSystem;
  private final List<ToolSpec> agentTools;
  private final PreparedLimit atLimit;

  private PreparedRoute(
      Template answer,
      @Nullable JsonTemplate structured,
      Template agentSystem,
      List<ToolSpec> agentTools,
      PreparedLimit atLimit) {
    this.answer = answer;
    this.structured = structured;
    this.agentSystem = agentSystem;
    this.agentTools = agentTools;
    this.atLimit = atLimit;
  }

  static PreparedRoute of(Route route, Pipeline pipeline) {
    PreparedLimit atLimit = PreparedLimit.of(route.atLimit());
    if (route.way() instanceof Agent agent) {
      List<ToolSpec> offered =
          agent.tools().stream().map(name -> spec(tool(pipeline, name))).toList();
      Template system = Template.text(agent.system());
      return new PreparedRoute(Template.text(""), null, system, offered, atLimit);
    }
    Plan plan = (Plan) route.way();
    JsonNode shape = plan.structured();
    PreparedRoute prepared =
        new PreparedRoute(
            Template.text(plan.answer()),
            shape == null ? null : JsonTemplate.of(shape),
            Template.text(""),
            List.of(),
            atLimit);
    plan.calls().values().forEach(prepared::prepare);
    return prepared;
  }

  private void prepare(Plan.PlanCall call) {
    if (!call.after().isEmpty()) {
      following.add(call.name());
    }
    if (call.work() instanceof Plan.ModelWork work) {
      models.put(call.name(), PreparedModel.of(work));
    } else if (call.work() instanceof Plan.ToolWork work) {
      tools.put(call.name(), new PreparedTool(work, JsonTemplate.of(work.arguments())));
    }
  }

  private static Tool tool(Pipeline pipeline, String name) {
    return Objects.requireNonNull(pipeline.tools().get(name), name);
  }

  private static ToolSpec spec(Tool tool) {
    return new ToolSpec(tool.name(), tool.description(), tool.parameters().toString());
  }

  @Nullable PreparedModel model(String node) {
    return models.get(node);
  }

  @Nullable PreparedTool tool(String node) {
    return tools.get(node);
  }

  /** Whether a node leaves after others whose results it does not use. */
  boolean follows(String node) {
    return following.contains(node);
  }

  Template answer() {
    return answer;
  }

  @Nullable JsonTemplate structured() {
    return structured;
  }

  Template agentSystem() {
    return agentSystem;
  }

  PreparedLimit atLimit() {
    return atLimit;
  }

  List<ToolSpec> agentTools() {
    return agentTools;
  }
}
