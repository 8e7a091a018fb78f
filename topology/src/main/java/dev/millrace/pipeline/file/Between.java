// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.Caches;
import dev.millrace.pipeline.Classifier;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.TopicSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks what one section says against the bounds another sets. */
final class Between {
  private Between() {}

  static void deadlines(At root, @Nullable Map<String, Route> routes, Limits limits) {
    for (Route route : orEmpty(routes).values()) {
      if (route.deadline().compareTo(limits.maxDeadline()) > 0) {
        nearest(root, "routes", route.name(), "deadline")
            .mistake(
                longer(
                    "the deadline", route.deadline(), "limits.max_deadline", limits.maxDeadline()),
                "write a deadline of at most " + Quantities.write(limits.maxDeadline()));
      }
    }
  }

  static void ttls(
      At root,
      @Nullable Map<String, Route> routes,
      @Nullable Map<String, Tool> tools,
      Caches caches) {
    orEmpty(routes).forEach((name, r) -> ttl(root, "routes", name, r.resultCache(), caches));
    orEmpty(tools).forEach((name, tool) -> ttl(root, "tools", name, tool.cache(), caches));
  }

  /** Anthropic has no embeddings, and Gemini's own are not OpenAI's. */
  static void embedder(
      At root, @Nullable Classifier classifier, @Nullable Map<String, Provider> providers) {
    EmbedderConfig embedder = classifier == null ? null : classifier.embedder();
    Provider provider = embedder == null ? null : orEmpty(providers).get(embedder.provider());
    if (provider != null && !provider.protocol().hasEmbeddings()) {
      nearest(root, "classifier", "embedder", "provider")
          .mistake(
              "the protocol of %s has no embeddings that we can ask for".formatted(provider.name()),
              "write a provider of openai-chat; Gemini has one at .../v1beta/openai");
    }
  }

  /** Only OpenAI's chat completions can be told what an answer will be. */
  static void predictions(
      At root,
      @Nullable Map<String, Route> routes,
      @Nullable Map<String, ModelForm.Unpriced> models,
      @Nullable Map<String, Provider> providers) {
    for (Route route : orEmpty(routes).values()) {
      if (route.way() instanceof Plan plan) {
        plan.calls()
            .forEach(
                (name, call) -> {
                  ModelForm.Unpriced model = predicted(call, orEmpty(models));
                  Provider provider =
                      model == null ? null : orEmpty(providers).get(model.provider());
                  if (provider != null && !provider.protocol().hasPredictions()) {
                    nearest(root, "routes", route.name(), "plan", "calls", name, "prediction")
                        .mistake(
                            "the protocol of %s takes no prediction".formatted(provider.name()),
                            "delete it, or write a model of a provider of openai-chat");
                  }
                });
      }
    }
  }

  private static ModelForm.@Nullable Unpriced predicted(
      Plan.PlanCall call, Map<String, ModelForm.Unpriced> models) {
    return call.work() instanceof Plan.ModelWork work && !work.prediction().isEmpty()
        ? models.get(work.model())
        : null;
  }

  /** OpenAI's Responses refuse an answer that is bounded by less. */
  static void outputs(
      At root,
      @Nullable Map<String, ModelForm.Unpriced> models,
      @Nullable Map<String, Provider> providers) {
    eachAtItsProvider(
        models,
        providers,
        (name, model, provider) -> {
          int least = provider.protocol().leastOutputTokens();
          if (model.maxOutputTokens() < least) {
            nearest(root, "models", name, "max_output_tokens")
                .mistake(
                    "the protocol of %s takes no limit below %d".formatted(provider.name(), least),
                    "write at least " + least);
          }
        });
  }

  /** A call is counted by all that it may say, and by what it is asked. */
  static void accounts(
      At root,
      @Nullable Map<String, ModelForm.Unpriced> models,
      @Nullable Map<String, Provider> providers) {
    eachAtItsProvider(
        models,
        providers,
        (name, model, provider) -> {
          Long most = provider.limits().tokensPerMinute();
          if (most != null && model.maxOutputTokens() >= most) {
            nearest(root, "models", name, "max_output_tokens")
                .mistake(
                    "no call fits: %d of output alone, and %s has %d tokens_per_minute"
                        .formatted(model.maxOutputTokens(), provider.name(), most),
                    "write fewer, or a larger limit if the account has more");
          }
        });
  }

  /** What a model says is held against what its provider says. */
  private interface Pair {
    void check(String name, ModelForm.Unpriced model, Provider provider);
  }

  /** A model whose provider is not in the file is a mistake already. */
  private static void eachAtItsProvider(
      @Nullable Map<String, ModelForm.Unpriced> models,
      @Nullable Map<String, Provider> providers,
      Pair pair) {
    orEmpty(models)
        .forEach(
            (name, model) -> {
              Provider provider = orEmpty(providers).get(model.provider());
              if (provider != null) {
                pair.check(name, model, provider);
              }
            });
  }

  /** Two shards of a tenant in one partition are one. */
  static void shards(At root, @Nullable Budgets budgets, @Nullable TopicSettings topics) {
    if (budgets == null || topics == null) {
      return;
    }
    budgets
        .tenants()
        .forEach(
            (name, tenant) -> {
              if (tenant.shards() > topics.partitions()) {
                nearest(root, "budgets", "tenants", name, "shards")
                    .mistake(
                        "%d shards do not fit into topics.partitions, %d"
                            .formatted(tenant.shards(), topics.partitions()),
                        "write fewer, or what the topics have as topics.partitions");
              }
            });
  }

  private static void ttl(
      At root, String section, String name, @Nullable CachePolicy cache, Caches caches) {
    if (cache != null && cache.ttl().compareTo(caches.retention()) > 0) {
      nearest(root, section, name, "cache", "ttl")
          .mistake(
              longer("the ttl", cache.ttl(), "caches.retention", caches.retention()),
              "write a shorter ttl, or a longer caches.retention");
    }
  }

  private static String longer(String what, Duration one, String bound, Duration most) {
    return "%s of %s is longer than %s, %s"
        .formatted(what, Quantities.write(one), bound, Quantities.write(most));
  }

  /** The place, or where it would be. */
  private static At nearest(At root, String... path) {
    At at = root;
    for (String part : path) {
      At below = at.find(part);
      at = below == null ? at.child(part, at.node()) : below;
    }
    return at;
  }

  private static <T> Map<String, T> orEmpty(@Nullable Map<String, T> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}
