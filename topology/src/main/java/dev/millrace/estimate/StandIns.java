// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.call.Usage;
import dev.millrace.engine.OutboundCall;
import dev.millrace.ledger.Amounts;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Tool;
import dev.millrace.prompt.PlannedCall.ToSend;
import dev.millrace.prompt.RunView;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Working;
import dev.millrace.token.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Answers in place of models and tools, by the assumptions. */
final class StandIns {
  private static final String NO_ARGUMENTS = "{}";

  private final Pipeline pipeline;
  private final Assumptions assumptions;
  private final Outlook outlook;

  /**
   * An answer.
   *
   * @param spent on it, if its first attempt was the only one
   */
  record Answer(CallResult result, Amounts spent, long tookMs) {}

  StandIns(Pipeline pipeline, Assumptions assumptions, Outlook outlook) {
    this.pipeline = pipeline;
    this.assumptions = assumptions;
    this.outlook = outlook;
  }

  Answer answer(RunView view, CallSpec spec, ToSend planned, long nowMs) {
    if (planned.call() instanceof OutboundCall.ToTool tool) {
      return ofTool(tool.tool());
    }
    if (planned.call() instanceof OutboundCall.ToModel model) {
      return ofModel(view, spec, planned, model.request(), nowMs);
    }
    CallResult nothing = new CallResult.Vector(new float[0]);
    return new Answer(nothing, planned.worst(), time(Assumption.EMBEDDING_MS, 1));
  }

  private Answer ofTool(String name) {
    int tokens = by(1, Assumption.TOOL_TOKENS, Assumption.MOST_TOOL_TOKENS);
    String content = "{\"text\":\"" + words(tokens) + "\"}";
    Tool tool = Objects.requireNonNull(pipeline.tools().get(name), name);
    return new Answer(
        new CallResult.ToolAnswer(content, tokens, false),
        Amounts.ofToolCall(tool.priceNanos()),
        time(Assumption.TOOL_MS, 1));
  }

  private Answer ofModel(
      RunView view, CallSpec spec, ToSend planned, ModelRequest request, long nowMs) {
    ModelConfig model = Objects.requireNonNull(pipeline.models().get(planned.target()));
    List<ToolUse> wishes = wishes(view, spec);
    int used = TokenCounter.forModel(model.wireName()).countToolUses(wishes);
    int words = words(request.maxOutputTokens(), used);
    int output = Math.min(words + used, request.maxOutputTokens());
    int input = planned.input().total();
    long nanos = model.prices().at(nowMs).amountNanos(Usage.of(input, output));
    FinishReason reason = wishes.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    return new Answer(
        new CallResult.ModelAnswer(
            new ModelResponse(words(words), wishes, reason, model.wireName())),
        Amounts.ofModelCall(nanos, input, output),
        time(Assumption.FIRST_TOKEN_MS, 1) + time(Assumption.OUTPUT_TOKEN_MS, output));
  }

  /** How many tokens of words come with so many of wishes. */
  private int words(int mostOutput, int used) {
    return switch (outlook) {
      case LEAST -> used > 0 ? 0 : 1;
      case LIKELY -> used > 0 ? 0 : Math.max(1, percent(mostOutput));
      case MOST -> Math.max(0, mostOutput - used);
    };
  }

  private int percent(int of) {
    return Math.toIntExact(of * assumptions.get(Assumption.ANSWER_PERCENT) / 100);
  }

  /** The tools that an agent's model wishes for; none once it answers. */
  private List<ToolUse> wishes(RunView view, CallSpec spec) {
    if (!(spec.purpose() instanceof CallSpec.AskAgent ask) || !ask.withTools()) {
      return List.of();
    }
    AgentWork work = (AgentWork) ((Working) view.run()).work();
    Agent agent = work.agent();
    if (work.turn() >= by(1, Assumption.TURNS, agent.maxSteps())) {
      return List.of();
    }
    List<String> tools = permitted(agent, view.run().facts().permissions());
    int most = Math.min(agent.maxParallelTools(), AgentWork.MAX_USES);
    int count = Math.min(most, by(1, Assumption.TOOLS_PER_TURN, most));
    List<ToolUse> wishes = new ArrayList<>();
    for (int use = 0; use < count && !tools.isEmpty(); use++) {
      String tool = tools.get(use % tools.size());
      wishes.add(new ToolUse("use-" + work.turn() + "-" + use, tool, NO_ARGUMENTS));
    }
    return wishes;
  }

  private List<String> permitted(Agent agent, List<String> permissions) {
    return agent.tools().stream()
        .filter(
            name -> {
              String needed = Objects.requireNonNull(pipeline.tools().get(name), name).permission();
              return needed == null || permissions.contains(needed);
            })
        .toList();
  }

  private int by(int least, Assumption likely, Assumption most) {
    return by(least, likely, Math.max(assumptions.count(likely), assumptions.count(most)));
  }

  private int by(int least, Assumption likely, int most) {
    return switch (outlook) {
      case LEAST -> least;
      case LIKELY -> assumptions.count(likely);
      case MOST -> most;
    };
  }

  private long time(Assumption each, int times) {
    return outlook == Outlook.LIKELY ? assumptions.get(each) * times : 0;
  }

  /** A text of so many tokens, as most tokenizers have it. */
  static String words(int tokens) {
    return tokens == 0 ? "" : "a" + " a".repeat(tokens - 1);
  }
}
