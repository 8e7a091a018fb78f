// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.Downgrade;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code routes.NAME}. */
final class RouteForm extends Form<Route> {
  static final Duration DEADLINE = ofSeconds(30);

  private final Key<String> description = key("description", Texts.text(), "");
  private final Key<List<Route.Rule>> rules =
      key("rules", new ListOf<>(1_000, new RuleForm()), List.of());
  private final Key<List<String>> examples =
      key("examples", new ListOf<>(10_000, Texts.words("what a user may say")), List.of());
  private final Key<Map<String, Pattern>> extract =
      key("extract", MapOf.named(100, Texts.regex()), Map.of());
  private final Key<String> permission = optional("permission", Texts.words("a permission"));
  private final Key<Duration> deadline =
      key("deadline", Quantities.duration(ofMillis(1), ofDays(7)), DEADLINE);
  private final Key<RunLimits> budget = key("budget", new RunBudgetForm(), RunLimits.NONE);
  private final Key<List<Downgrade>> downgrade =
      key("downgrade", new ListOf<>(20, new DowngradeForm()), List.of());
  private final Key<AtLimit> atLimit = key("at_limit", new AtLimitForm(), AtLimit.NOTHING);
  private final Key<CachePolicy> cache = optional("cache", new CacheForm());
  private final Key<Plan> plan = optional("plan", new PlanForm());
  private final Key<Agent> agent = optional("agent", new AgentForm());

  @Override
  void check(Entries entries) {
    if (entries.has(plan) == entries.has(agent)) {
      String message = "a route has either a plan or an agent";
      entries.at().mistake(message, "write plan: {...} or agent: {...}, and not both");
    }
    checkTime(entries);
  }

  /** What is kept for a last word is not the run's. */
  private void checkTime(Entries entries) {
    AtLimit limit = entries.find(atLimit);
    Duration all = entries.find(deadline);
    if (limit == null || limit.lastWord() == null || all == null) {
      return;
    }
    Duration kept = limit.lastWord().time();
    if (kept.compareTo(all) >= 0) {
      String message =
          "a last word's time of %s leaves nothing of the deadline of %s"
              .formatted(Quantities.write(kept), Quantities.write(all));
      entries.at(atLimit).mistake(message, "write last_word.time: less than that");
    }
  }

  @Override
  Route build(Entries entries) {
    Plan declared = entries.find(plan);
    return new Route(
        entries.name(),
        entries.get(description),
        entries.get(rules),
        entries.get(examples),
        entries.get(extract),
        entries.find(permission),
        entries.get(deadline),
        entries.get(budget),
        entries.get(downgrade),
        entries.get(atLimit),
        entries.find(cache),
        declared == null ? entries.get(agent) : declared);
  }
}
