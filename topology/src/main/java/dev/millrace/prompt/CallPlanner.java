// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.model.Message;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.LastWord;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.route.ModelChoice;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Classifying;
import dev.millrace.run.Closing;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunStatus;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.template.JsonTemplate;
import dev.millrace.template.RenderException;
import dev.millrace.token.TokenCounter;
import dev.millrace.tool.ToolRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the calls that a run wants: what they say, to whom, how long they may take, what at most.
 */
public final class CallPlanner {
  private static final Duration EMBEDDING_TIMEOUT = Duration.ofSeconds(10);
  private static final String EMBEDDER = "embedder";

  /** Some models put a token or two around a text. */
  private static final int EMBEDDING_FRAME_TOKENS = 4;

  private final Pipeline pipeline;
  private final ToolGate gate;
  private final PromptTokens tokens;
  private final ModelCalls models;
  private final LockKeys lockKeys;
  private final Map<String, PreparedRoute> prepared = new HashMap<>();

  public CallPlanner(Pipeline pipeline, ToolGate gate) {
    this.pipeline = pipeline;
    this.gate = gate;
    this.tokens = new PromptTokens(pipeline);
    this.models = new ModelCalls(pipeline, tokens);
    this.lockKeys = new LockKeys(pipeline);
    pipeline
        .routes()
        .forEach((name, route) -> prepared.put(name, PreparedRoute.of(route, pipeline)));
  }

  /**
   * A wanted call, or one that was promised before, made again of the same parts.
   *
   * @param aim where it goes now, and what is made smaller of it
   */
  public PlannedCall plan(RunView view, CallSpec spec, Aim aim, long nowMs) {
    CallSpec.Purpose purpose = spec.purpose();
    if (purpose instanceof CallSpec.Embed) {
      return embedding(view, spec.id());
    }
    if (purpose instanceof CallSpec.AskRoute) {
      return routeQuestion(view, spec.id(), aim, nowMs);
    }
    PreparedRoute route = route(view);
    if (purpose instanceof CallSpec.SayLast) {
      return lastWord(view, spec.id(), route.atLimit(), aim, nowMs);
    }
    if (purpose instanceof CallSpec.Node node) {
      PlannedCall planned = node(view, spec.id(), node.name(), route, aim, nowMs);
      return route.follows(node.name()) ? following(planned) : planned;
    }
    Agent agent = (Agent) Objects.requireNonNull(pipeline.routes().get(routeName(view))).way();
    return purpose instanceof CallSpec.AskAgent ask
        ? agentTurn(view, spec.id(), agent, route, ask.withTools(), aim, nowMs)
        : agentTool(view, spec.id(), agent, (CallSpec.UseTool) purpose, nowMs);
  }

  /**
   * A call of a model once more, to be made beside the attempt that is under way. It is held for by
   * itself, at what this model may cost: nothing falls back from here. It has a key of its own, or
   * a server that knows the first one's would let it wait for that.
   */
  public PlannedCall hedge(RunView view, CallSpec spec, Aim aim, String target, long nowMs) {
    PlannedCall planned = plan(view, spec, aim.elsewhere(target), nowMs);
    if (!(planned instanceof PlannedCall.ToSend toSend)
        || !(toSend.call() instanceof OutboundCall.ToModel first)) {
      return planned;
    }
    ModelRequest request = first.request().withCallId(spec.id() + "/hedge");
    return toSend.instead(
        new OutboundCall.ToModel(spec.id(), target, request),
        models.worst(target, toSend.input(), request, view.run().facts(), nowMs));
  }

  private static PlannedCall following(PlannedCall planned) {
    return planned instanceof PlannedCall.ToSend toSend ? toSend.following() : planned;
  }

  /** The one in the process costs nothing. */
  private PlannedCall embedding(RunView view, CallId id) {
    EmbedderConfig remote = pipeline.classifier().embedder();
    int tokens = remote == null ? 0 : embeddedTokens(remote, view.inquiry().text());
    Amounts worst =
        remote == null
            ? Amounts.NONE
            : Amounts.ofEmbedding(remote.amountNanos(Usage.of(tokens, 0)), tokens);
    return new PlannedCall.ToSend(
        new OutboundCall.ToEmbedder(id, view.inquiry().text()),
        Kind.EMBEDDING,
        EMBEDDER,
        EMBEDDER,
        worst,
        new InputBuckets(0, 0, tokens, 0),
        EMBEDDING_TIMEOUT,
        "",
        false,
        null);
  }

  private static int embeddedTokens(EmbedderConfig remote, String text) {
    TokenCounter counter = TokenCounter.forModel(remote.model());
    return counter.count(text) + EMBEDDING_FRAME_TOKENS;
  }

  private PlannedCall routeQuestion(RunView view, CallId id, Aim aim, long nowMs) {
    List<Route> candidates =
        ((Classifying) view.run())
            .candidates().stream().flatMap(name -> named(name).stream()).toList();
    List<Message> messages =
        List.of(
            new SystemMessage(ModelChoice.instructions(candidates)),
            new UserMessage(view.inquiry().text()));
    String model = Objects.requireNonNull(pipeline.classifier().model());
    Ask ask =
        new Ask(
            model,
            messages,
            List.of(),
            "",
            ModelChoice.MAX_OUTPUT_TOKENS,
            ModelChoice.schema(candidates.stream().map(Route::name).toList()).toString(),
            model,
            "classifier");
    return models.plan(view, id, ask, aim, nowMs);
  }

  /** A candidate may have left the file since it was one. */
  private Optional<Route> named(String route) {
    return Optional.ofNullable(pipeline.routes().get(route));
  }

  private PlannedCall node(
      RunView view, CallId id, String name, PreparedRoute route, Aim aim, long nowMs) {
    PreparedRoute.PreparedTool tool = route.tool(name);
    try {
      if (tool != null) {
        String arguments = arguments(tool.arguments(), view);
        return tool(view, id, tool.work().tool(), arguments, name, nowMs);
      }
      Map<String, Object> values = Values.of(view);
      PreparedRoute.PreparedModel model = Objects.requireNonNull(route.model(name), name);
      List<Message> messages = new ArrayList<>();
      String system = model.system().render(values);
      if (!system.isBlank()) {
        messages.add(new SystemMessage(system));
      }
      String prompt = model.prompt().render(values);
      messages.add(new UserMessage(prompt.isBlank() ? view.inquiry().text() : prompt));
      JsonNode schema = model.work().responseSchema();
      Ask ask =
          new Ask(
              model.work().model(),
              messages,
              List.of(),
              model.prediction().render(values),
              model.work().maxOutputTokens(),
              schema == null ? null : schema.toString(),
              name,
              routeName(view) + "/" + name);
      PlannedCall planned = models.plan(view, id, ask, aim, nowMs);
      return model.readsCalls() ? withToolOutput(planned, model, prompt, view) : planned;
    } catch (RenderException e) {
      Kind kind = tool != null ? Kind.TOOL : Kind.MODEL;
      return PlannedCall.failed(
          name, kind, FailureKind.INVALID_ARGUMENTS, "A template cannot be filled.");
    }
  }

  /** What tools returned is what the prompt has more than it would have without. */
  private PlannedCall withToolOutput(
      PlannedCall planned, PreparedRoute.PreparedModel model, String prompt, RunView view) {
    if (!(planned instanceof PlannedCall.ToSend toSend)) {
      return planned;
    }
    String without = model.prompt().render(Values.of(view.withoutToolAnswers()));
    String name = toSend.target();
    int ofTools = tokens.count(name, prompt) - tokens.count(name, without);
    return toSend.counting(toSend.input().ofTools(ofTools));
  }

  /** Where nothing is asked for, no results of other calls are parsed for it. */
  private static String arguments(JsonTemplate template, RunView view) {
    Object values = template.names().isEmpty() ? Map.of() : Values.of(view);
    return template.render(values).toString();
  }

  private PlannedCall agentTurn(
      RunView view,
      CallId id,
      Agent agent,
      PreparedRoute route,
      boolean withTools,
      Aim aim,
      long nowMs) {
    List<Message> messages = new ArrayList<>();
    messages.add(new SystemMessage(route.agentSystem().render(Values.of(view))));
    List<Message> sent = new ArrayList<>(messages);
    messages.addAll(Conversation.of(view));
    String asked = aim.target(agent.model());
    sent.addAll(Conversation.of(view, name -> models.areSame(name, asked)));
    List<ToolSpec> tools = withTools ? route.agentTools() : List.of();
    Ask ask =
        new Ask(
            agent.model(),
            messages,
            tools,
            "",
            agent.maxOutputTokens(),
            null,
            agent.model(),
            id.run().value());
    int carried = Conversation.carried(view, messages);
    return models.plan(view, id, ask.sending(sent, carried), aim, nowMs);
  }

  private PlannedCall lastWord(
      RunView view, CallId id, PreparedLimit atLimit, Aim aim, long nowMs) {
    LastWord word = Objects.requireNonNull(atLimit.limit().lastWord());
    try {
      Map<String, Object> values = Values.atLimit(view, ((Closing) work(view)).ending());
      String system = atLimit.system().render(values);
      List<Message> told = LastWords.of(view, system, messages -> models.fits(word, messages));
      String key = routeName(view) + "/last_word";
      Ask ask =
          new Ask(
              word.model(), told, List.of(), "", word.maxOutputTokens(), null, word.model(), key);
      return models.fits(word, told)
          ? models.plan(view, id, ask, aim, nowMs)
          : PlannedCall.failed(
              word.model(),
              Kind.MODEL,
              FailureKind.REQUEST_TOO_LARGE,
              "What was asked has more than max_input_tokens of the last word.");
    } catch (RenderException e) {
      return PlannedCall.failed(
          word.model(), Kind.MODEL, FailureKind.INVALID_ARGUMENTS, "A template cannot be filled.");
    }
  }

  /**
   * What a run keeps of its own budget for a last word: what that may cost at most, whatever is
   * known by then.
   */
  public BudgetLimits keptBack(Working run) {
    Route route = pipeline.routes().get(run.routing().route());
    LastWord word = route == null ? null : route.atLimit().lastWord();
    if (word == null || run.work() instanceof Closing) {
      return BudgetLimits.NONE;
    }
    return models.most(word, run.facts());
  }

  private PlannedCall agentTool(
      RunView view, CallId id, Agent agent, CallSpec.UseTool purpose, long nowMs) {
    List<ToolUse> uses = uses(view, purpose);
    ToolUse use = uses.get(purpose.use());
    if (!agent.tools().contains(use.name())) {
      String detail = "There is no such tool. Tools: " + String.join(", ", agent.tools()) + ".";
      return PlannedCall.failed(
          PlannedCall.clipped(use.name()), Kind.TOOL, FailureKind.UNKNOWN_TOOL, detail);
    }
    if (purpose.use() >= agent.maxParallelTools()) {
      String detail = "Only " + agent.maxParallelTools() + " tools at once. Ask again.";
      return PlannedCall.failed(use.name(), Kind.TOOL, FailureKind.INVALID_REQUEST, detail);
    }
    PlannedCall planned = tool(view, id, use.name(), use.arguments(), use.name(), nowMs);
    return agent.behind(use.name(), uses).isEmpty() ? planned : following(planned);
  }

  private static List<ToolUse> uses(RunView view, CallSpec.UseTool purpose) {
    for (Part part : view.parts()) {
      if (part.id().step() == purpose.turn()
          && part.result() instanceof CallResult.ModelAnswer answer) {
        return Conversation.uses(answer.response());
      }
    }
    throw new IllegalStateException("the turn that asked for a tool is not there");
  }

  private PlannedCall tool(
      RunView view, CallId id, String toolName, String arguments, String name, long nowMs) {
    Tool tool = Objects.requireNonNull(pipeline.tools().get(toolName), toolName);
    RunFacts facts = view.run().facts();
    String permission = tool.permission();
    if (permission != null && !facts.permissions().contains(permission)) {
      return PlannedCall.failed(
          name, Kind.TOOL, FailureKind.NOT_PERMITTED, "The request may not use this tool.");
    }
    Optional<String> mistake = gate.mistake(toolName, arguments);
    if (mistake.isPresent()) {
      return PlannedCall.failed(name, Kind.TOOL, FailureKind.INVALID_ARGUMENTS, mistake.get());
    }
    Optional<String> lock = lockKeys.of(tool, arguments, facts);
    if (lock.isEmpty()) {
      return PlannedCall.failed(name, Kind.TOOL, FailureKind.INVALID_ARGUMENTS, LockKeys.TOO_LONG);
    }
    Duration timeout = facts.withinDeadline(tool.timeout(), nowMs);
    ToolRequest request =
        new ToolRequest(id.toString(), facts.tenant(), facts.user(), arguments, timeout);
    return new PlannedCall.ToSend(
        new OutboundCall.ToTool(id, toolName, request),
        Kind.TOOL,
        toolName,
        name,
        Amounts.ofToolCall(tool.priceNanos()),
        InputBuckets.NONE,
        timeout,
        lock.get(),
        false,
        null);
  }

  /**
   * What the user is told: the plan's template filled, or what the agent said last; of a run that
   * did not complete, what its route says at a limit, or whatever is of use.
   */
  public Answer answer(RunView view, Ending ending) {
    if (view.run() instanceof Working && ending.isAtLimit()) {
      return route(view).atLimit().answer(view, ending);
    }
    if (ending.status() != RunStatus.COMPLETED || !(view.run() instanceof Working)) {
      return Answer.unfinished(view, ending);
    }
    PreparedRoute route = route(view);
    boolean agent = work(view) instanceof AgentWork;
    return agent ? Answer.ofAgent(view) : Answer.ofPlan(route, view);
  }

  private static Work work(RunView view) {
    return ((Working) view.run()).work();
  }

  private static String routeName(RunView view) {
    return ((Working) view.run()).routing().route();
  }

  private PreparedRoute route(RunView view) {
    return Objects.requireNonNull(prepared.get(routeName(view)), "route");
  }
}
