// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Alarms;
import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.Caches;
import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.McpServerConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.TopicSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The whole file. */
final class PipelineForm extends Form<Pipeline> {
  private static final int MOST = 1_000;

  private final Key<IdentityForm.Identity> identity = required("pipeline", new IdentityForm());
  private final Key<Map<String, Provider>> providers =
      key("providers", MapOf.named(MOST, new ProviderForm()), Map.of());
  private final Key<Map<String, ModelForm.Unpriced>> models =
      key("models", MapOf.named(MOST, new ModelForm()), Map.of());
  private final Key<Map<String, McpServerConfig>> mcpServers =
      key("mcp_servers", MapOf.named(MOST, new McpServerForm()), Map.of());
  private final Key<Map<String, Tool>> tools =
      key("tools", MapOf.named(MOST, new ToolForm()), Map.of());
  private final Key<Classifier> classifier =
      key("classifier", new ClassifierForm(), ClassifierForm.USUAL);
  private final Key<Map<String, Route>> routes =
      required("routes", MapOf.named(MOST, new RouteForm()));
  private final Key<Budgets> budgets = key("budgets", new BudgetsForm(), BudgetsForm.USUAL);
  private final Key<Caches> caches = key("caches", new CachesForm(), CachesForm.USUAL);
  private final Key<Alarms> alarms = key("alarms", new AlarmsForm(), Alarms.USUAL);
  private final Key<TopicSettings> topics = key("topics", new TopicsForm(), TopicsForm.USUAL);
  private final Key<Limits> limits = key("limits", new LimitsForm(), LimitsForm.USUAL);

  @Override
  void check(Entries entries) {
    References.check(entries.at());
    TemplateNames.check(entries.at());
    if (entries.at(routes).node() instanceof Yaml.Mapping all && all.entries().isEmpty()) {
      entries.at(routes).mistake("there is no route", "add NAME: {plan: {answer: \"...\"}}");
    }
    Map<String, Tool> known = entries.find(tools);
    if (known != null) {
      ToolOrder.check(entries.at(), entries.find(routes), known);
    }
    Limits most = entries.find(limits);
    if (most != null) {
      Between.deadlines(entries.at(), entries.find(routes), most);
    }
    ModelPrices.check(
        entries.at(), entries.find(models), entries.find(providers), entries.find(budgets));
    Between.accounts(entries.at(), entries.find(models), entries.find(providers));
    Between.outputs(entries.at(), entries.find(models), entries.find(providers));
    Between.embedder(entries.at(), entries.find(classifier), entries.find(providers));
    Between.predictions(
        entries.at(), entries.find(routes), entries.find(models), entries.find(providers));
    Between.shards(entries.at(), entries.find(budgets), entries.find(topics));
    StepsDown.check(entries.at(), entries.find(routes), entries.find(budgets));
    Caches kept = entries.find(caches);
    if (kept != null) {
      Between.ttls(entries.at(), entries.find(routes), entries.find(tools), kept);
    }
  }

  @Override
  Pipeline build(Entries entries) {
    IdentityForm.Identity id = entries.get(identity);
    return new Pipeline(
        id.name(),
        id.version(),
        entries.get(providers),
        priced(entries, id),
        entries.get(mcpServers),
        entries.get(tools),
        withFallback(entries.get(classifier), entries),
        ToolOrder.in(entries.get(routes), entries.get(tools)),
        entries.get(budgets),
        entries.get(caches),
        entries.get(topics),
        entries.get(limits),
        entries.get(alarms),
        null);
  }

  private Map<String, ModelConfig> priced(Entries entries, IdentityForm.Identity id) {
    ModelPrices prices =
        new ModelPrices(id.toString(), entries.get(budgets).currency(), entries.get(providers));
    Map<String, ModelConfig> priced = new LinkedHashMap<>();
    entries.get(models).forEach((name, m) -> priced.put(name, m.priced().apply(prices.of(m))));
    return Collections.unmodifiableMap(priced);
  }

  /** A pipeline with one route that nothing leads to means it for everything. */
  private Classifier withFallback(Classifier said, Entries entries) {
    Map<String, Route> all = entries.get(routes);
    Route first = all.values().iterator().next();
    boolean plain = first.rules().isEmpty() && first.examples().isEmpty();
    boolean silent = entries.at().find("classifier", "fallback_route") == null;
    if (all.size() > 1 || !plain || !silent) {
      return said;
    }
    return new Classifier(
        said.embeddings(),
        said.embedder(),
        said.nearest(),
        said.minConfidence(),
        said.outOfScopeSimilarity(),
        said.model(),
        first.name());
  }
}
