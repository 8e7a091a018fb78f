// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.model.BreakerSettings;
import dev.millrace.model.ReasoningEffort;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.Caches;
import dev.millrace.pipeline.ClassBudgets;
import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.pipeline.GroupBudget;
import dev.millrace.pipeline.Guard;
import dev.millrace.pipeline.LastWord;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Plan.PlanCall;
import dev.millrace.pipeline.PromptCache;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.Secret;
import dev.millrace.pipeline.TenantBudgets;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.Tool.Effect;
import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.WindowLimits;
import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pipelines for tests: a shop's, small enough to hold in one's head. */
final class Pipelines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Map<String, ModelConfig> models = new LinkedHashMap<>();
  private @Nullable String classifierModel;
  private final Map<String, AccountLimits> accounts = new LinkedHashMap<>();
  private Guard guard = Guard.USUAL;
  private AtLimit atLimit = AtLimit.NOTHING;
  private Duration deadline = Duration.ofSeconds(30);
  private RunLimits run = RunLimits.NONE;
  private List<Downgrade> downgrade = List.of();
  private final Map<BudgetWindow, BudgetLimits> tenant = new EnumMap<>(BudgetWindow.class);
  private final Map<BudgetWindow, BudgetLimits> user = new EnumMap<>(BudgetWindow.class);
  private final Map<BudgetWindow, BudgetLimits> route = new EnumMap<>(BudgetWindow.class);
  private final Map<String, ClassBudgets> classes = new LinkedHashMap<>();
  private final Map<String, TenantBudgets> tenants = new LinkedHashMap<>();
  private final Map<String, GroupBudget> groups = new LinkedHashMap<>();
  private int maxInFlight = 100;
  private int maxInFlightPerTenant = 100;
  private int maxInFlightBackground = 100;

  static Pipelines shop() {
    return new Pipelines()
        .model("small", List.of("large"), 1)
        .model("large", List.of(), 10)
        .tool("order", Effect.READ, true, null)
        .tool("customer", Effect.READ, true, null)
        .tool(
            "stock",
            Effect.READ,
            true,
            new CachePolicy(Duration.ofMinutes(5), CachePolicy.Scope.TENANT))
        .tool("refund", Effect.WRITE, false, null);
  }

  Pipelines tool(String name, Effect effect, boolean idempotent, @Nullable CachePolicy cache) {
    tools.put(
        name,
        new Tool(
            name,
            "Tells of a " + name,
            json("{'type':'object'}"),
            new Tool.JavaFunction(name),
            Map.of(),
            Duration.ofSeconds(5),
            new RetryPolicy(
                3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1)),
            1 << 16,
            50,
            effect,
            idempotent,
            null,
            cache,
            null,
            List.of(),
            1_000_000));
    return this;
  }

  /** A tool whose calls never overlap if the template makes the same of them. */
  Pipelines locked(String name, Effect effect, boolean idempotent, String lock) {
    tool(name, effect, idempotent, null);
    Tool free = java.util.Objects.requireNonNull(tools.get(name));
    tools.put(
        name,
        new Tool(
            name,
            free.description(),
            free.parameters(),
            free.source(),
            free.pick(),
            free.timeout(),
            free.retry(),
            free.maxResponseBytes(),
            free.maxInFlight(),
            effect,
            idempotent,
            null,
            null,
            lock,
            List.of(),
            free.priceNanos()));
    return this;
  }

  Pipelines plan(String name, String answer, PlanCall... calls) {
    Map<String, PlanCall> byName = new LinkedHashMap<>();
    for (PlanCall call : calls) {
      byName.put(call.name(), call);
    }
    return route(name, new Plan(byName, answer, null), null);
  }

  Pipelines cachedPlan(String name, CachePolicy cache, String answer, PlanCall... calls) {
    plan(name, answer, calls);
    return route(name, route(name).way(), cache);
  }

  private Route route(String name) {
    return java.util.Objects.requireNonNull(routes.get(name));
  }

  Pipelines agent(String name, int maxSteps, String... offered) {
    return agent(name, maxSteps, Map.of(), offered);
  }

  /** An agent some of whose tools leave after others. */
  Pipelines agent(String name, int maxSteps, Map<String, List<String>> after, String... offered) {
    Agent agent = new Agent("large", "You help.", List.of(offered), maxSteps, 4, after, 100, guard);
    return route(name, agent, null);
  }

  private Pipelines route(String name, Route.Way way, @Nullable CachePolicy cache) {
    routes.put(
        name,
        new Route(
            name,
            "About " + name,
            List.of(new Route.Rule(Pattern.compile(name), Map.of())),
            List.of(),
            Map.of(),
            null,
            deadline,
            RunLimits.NONE,
            downgrade,
            atLimit,
            cache,
            way));
    return this;
  }

  /** Of the routes that follow. */
  Pipelines deadline(Duration runs) {
    deadline = runs;
    return this;
  }

  /** Of the routes that follow. */
  Pipelines downgrade(Downgrade... steps) {
    downgrade = List.of(steps);
    return this;
  }

  /** Of the agents that follow. */
  Pipelines guard(Guard next) {
    guard = next;
    return this;
  }

  /** What the routes that follow do at a limit. */
  Pipelines atLimit(AtLimit limit) {
    atLimit = limit;
    return this;
  }

  static LastWord lastWord(String model) {
    return new LastWord(model, "Say what is known.", 200, 50, Duration.ofSeconds(5));
  }

  /** What an instance may use of a provider's account. */
  Pipelines account(String provider, AccountLimits limits) {
    accounts.put(provider, limits);
    return this;
  }

  Pipelines runBudget(BudgetLimits limits) {
    return runLimits(RunLimits.of(limits));
  }

  Pipelines runLimits(RunLimits limits) {
    run = limits;
    return this;
  }

  Pipelines classBudgets(String workloadClass, ClassBudgets budgets) {
    classes.put(workloadClass, budgets);
    return this;
  }

  Pipelines tenantDay(BudgetLimits limits) {
    return tenantBudget(BudgetWindow.DAY, limits);
  }

  Pipelines tenantBudget(BudgetWindow window, BudgetLimits limits) {
    tenant.put(window, limits);
    return this;
  }

  /** Each user's. */
  Pipelines userBudget(BudgetWindow window, BudgetLimits limits) {
    user.put(window, limits);
    return this;
  }

  /** Each route's. */
  Pipelines routeBudget(BudgetWindow window, BudgetLimits limits) {
    route.put(window, limits);
    return this;
  }

  /** Spreads a tenant over partitions. */
  Pipelines shards(String name, int shards) {
    tenants.put(name, new TenantBudgets(WindowLimits.NONE, WindowLimits.NONE, Map.of(), shards));
    return this;
  }

  /** What these tenants may spend in a day, together. */
  Pipelines groupDay(String group, BudgetLimits limits, String... tenants) {
    return group(group, WindowLimits.of(BudgetWindow.DAY, limits), tenants);
  }

  Pipelines group(String group, WindowLimits limits, String... tenants) {
    groups.put(group, new GroupBudget(List.of(tenants), limits));
    return this;
  }

  Pipelines maxInFlight(int most) {
    return maxInFlight(most, most, most);
  }

  Pipelines maxInFlight(int most, int perTenant, int background) {
    maxInFlight = most;
    maxInFlightPerTenant = perTenant;
    maxInFlightBackground = background;
    return this;
  }

  Pipeline build() {
    return new Pipeline(
        "shop",
        "1",
        providers(),
        models,
        tools,
        new Classifier(false, null, 5, 0.5, 0.5, classifierModel, null),
        routes,
        budgets(),
        new Caches(Duration.ofHours(24), Duration.ofHours(24)),
        new TopicSettings(
            "shop", 1, (short) 1, TopicSettings.Format.AVRO, "", TopicSettings.CallRecording.FULL),
        new Limits(
            maxInFlight,
            maxInFlightPerTenant,
            maxInFlightBackground,
            1 << 16,
            1 << 20,
            Duration.ofMinutes(10),
            1 << 24,
            1 << 23,
            1,
            Duration.ofMillis(20),
            Duration.ZERO));
  }

  private Budgets budgets() {
    TenantBudgets each =
        new TenantBudgets(new WindowLimits(tenant), new WindowLimits(user), Map.of());
    return new Budgets(
        "USD",
        ZoneOffset.UTC,
        run,
        each,
        tenants,
        new WindowLimits(route),
        Map.of(),
        classes,
        groups);
  }

  private Map<String, Provider> providers() {
    Map<String, Provider> providers = new LinkedHashMap<>();
    providers.put("provider", provider("provider"));
    models.values().forEach(m -> providers.computeIfAbsent(m.provider(), this::provider));
    return providers;
  }

  private Provider provider(String name) {
    return new Provider(
        name,
        Provider.Protocol.OPENAI_CHAT,
        "http://127.0.0.1:1/v1",
        Secret.NONE,
        Map.of(),
        50,
        accounts.getOrDefault(name, AccountLimits.NONE),
        BreakerSettings.DEFAULT,
        new Provider.Connection(List.of(), Duration.ofSeconds(1), Duration.ofSeconds(60), ""),
        null);
  }

  private Pipelines model(String name, List<String> fallbacks, long factor) {
    long million = 1_000_000_000L * factor;
    models.put(
        name,
        new ModelConfig(
            name,
            "provider",
            "wire-" + name,
            200,
            null,
            10_000,
            null,
            null,
            PromptCache.AUTO,
            Duration.ofSeconds(10),
            new RetryPolicy(
                2, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1)),
            fallbacks,
            null,
            PriceHistory.always(
                Price.flat(
                    "test-1",
                    "USD",
                    new Rates(million, 4 * million, million / 2, million, million)))));
    return this;
  }

  /** The same model at other prices, and without fallbacks. */
  Pipelines priced(String name, PriceHistory prices) {
    return change(
        name,
        model -> {
          model.fallbacks = List.of();
          model.prices = prices;
        });
  }

  /** The same model, whose slow calls are made at this one too. */
  Pipelines hedged(String name, String by) {
    return change(name, model -> model.hedge = by);
  }

  /** The same model at another provider. */
  Pipelines servedBy(String name, String provider) {
    return change(name, model -> model.provider = provider);
  }

  /** The same model, asked so often. */
  Pipelines retried(String name, int maxAttempts) {
    return change(
        name,
        model -> {
          RetryPolicy retry = model.retry;
          model.retry =
              new RetryPolicy(maxAttempts, retry.backoff(), retry.maxBackoff(), retry.total());
        });
  }

  /** A model that thinks so much, and whose prompts are cached so. */
  Pipelines tuned(String name, ReasoningEffort effort, PromptCache cache) {
    return change(
        name,
        model -> {
          model.reasoningEffort = effort;
          model.promptCache = cache;
        });
  }

  /** A model that these stand in for. */
  Pipelines falling(String name, String... fallbacks) {
    return change(name, model -> model.fallbacks = List.of(fallbacks));
  }

  /** A model whose answers are not cut below this to fit a budget. */
  Pipelines atLeast(String name, int minOutputTokens) {
    return change(name, model -> model.minOutputTokens = minOutputTokens);
  }

  private Pipelines change(String name, Consumer<ModelDraft> change) {
    ModelDraft draft = new ModelDraft(Objects.requireNonNull(models.get(name)));
    change.accept(draft);
    models.put(name, draft.model());
    return this;
  }

  /** A model with what of it tests change. */
  private static final class ModelDraft {
    private final ModelConfig plain;
    String provider;
    @Nullable Integer minOutputTokens;
    @Nullable ReasoningEffort reasoningEffort;
    PromptCache promptCache;
    RetryPolicy retry;
    List<String> fallbacks;
    @Nullable String hedge;
    PriceHistory prices;

    ModelDraft(ModelConfig model) {
      plain = model;
      provider = model.provider();
      minOutputTokens = model.minOutputTokens();
      reasoningEffort = model.reasoningEffort();
      promptCache = model.promptCache();
      retry = model.retry();
      fallbacks = model.fallbacks();
      hedge = model.hedge();
      prices = model.prices();
    }

    ModelConfig model() {
      return new ModelConfig(
          plain.name(),
          provider,
          plain.wireName(),
          plain.maxOutputTokens(),
          minOutputTokens,
          plain.contextTokens(),
          plain.temperature(),
          reasoningEffort,
          promptCache,
          plain.timeout(),
          retry,
          fallbacks,
          hedge,
          prices);
    }
  }

  Pipelines withoutModel(String name) {
    models.remove(name);
    return this;
  }

  Pipelines withoutTool(String name) {
    tools.remove(name);
    return this;
  }

  /** The model that is asked for a route that no rule gives. */
  Pipelines classifiedBy(String model) {
    classifierModel = model;
    return this;
  }

  static PlanCall tool(String name, String... needs) {
    return tool(name, new Plan.All(), needs);
  }

  static PlanCall tool(String name, Plan.Join join, String... needs) {
    return new PlanCall(name, toolWork(name), List.of(needs), List.of(), join, false);
  }

  /** A call whose name is not its tool's. */
  static PlanCall call(String name, String tool) {
    return new PlanCall(name, toolWork(tool), List.of(), List.of(), new Plan.All(), false);
  }

  /** The same, once others have ended. */
  static PlanCall after(PlanCall call, String... others) {
    return new PlanCall(
        call.name(), call.work(), call.needs(), List.of(others), call.join(), call.optional());
  }

  private static Plan.ToolWork toolWork(String tool) {
    return new Plan.ToolWork(tool, json("{'id':'{{request.attributes.id}}'}"));
  }

  static PlanCall model(String name, String prompt, String... needs) {
    return modelOf("small", name, prompt, needs);
  }

  static PlanCall modelOf(String model, String name, String prompt, String... needs) {
    Plan.ModelWork work = new Plan.ModelWork(model, "", prompt, "", null, 100);
    return new PlanCall(name, work, List.of(needs), List.of(), new Plan.All(), false);
  }

  /** The same, told what the model will mostly answer. */
  static PlanCall predicted(PlanCall call, String prediction) {
    JsonNode schema = ((Plan.ModelWork) call.work()).responseSchema();
    return answering(call, prediction, schema);
  }

  /** The same call, whose answer is held to a schema. */
  static PlanCall shaped(PlanCall call, String singleQuotedSchema) {
    String prediction = ((Plan.ModelWork) call.work()).prediction();
    return answering(call, prediction, json(singleQuotedSchema));
  }

  private static PlanCall answering(PlanCall call, String prediction, @Nullable JsonNode schema) {
    Plan.ModelWork its = (Plan.ModelWork) call.work();
    Plan.ModelWork told =
        new Plan.ModelWork(
            its.model(), its.system(), its.prompt(), prediction, schema, its.maxOutputTokens());
    return new PlanCall(
        call.name(), told, call.needs(), call.after(), call.join(), call.optional());
  }

  private static JsonNode json(String singleQuoted) {
    try {
      return JSON.readTree(singleQuoted.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
