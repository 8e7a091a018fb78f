// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import dev.millrace.call.Outcome.Failed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Call metrics as meters. All their names are here. */
public final class MicrometerCallMetrics implements CallMetrics {
  private static final String MODEL_ATTEMPT = "millrace.model.attempt";
  private static final String MODEL_FIRST_TOKEN = "millrace.model.first.token";
  private static final String MODEL_PER_TOKEN = "millrace.model.per.token";
  private static final String MODEL_PART = "millrace.model.part";
  private static final String MODEL_TOKENS = "millrace.model.tokens";
  private static final String MODEL_REFUSED = "millrace.model.refused";
  private static final String MODEL_REPLICA_CALLS = "millrace.model.replica.calls";
  private static final String MODEL_BREAKER = "millrace.model.breaker";
  private static final String TOOL_ATTEMPT = "millrace.tool.attempt";
  private static final String TOOL_PART = "millrace.tool.part";

  private static final String ABANDONED = "abandoned";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  /** Tokens follow each other, and parts of attempts go by, faster than attempts. */
  private static final Duration[] FINE_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final Map<Tags, AtomicReference<BreakerState>> breakers = new ConcurrentHashMap<>();

  public MicrometerCallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void modelAnswered(String provider, String model, Outcome<?> outcome) {
    Tags tags = Tags.of("provider", provider, "model", model);
    time(MODEL_ATTEMPT, "Attempts at models", tags, endOf(outcome), outcome.timing().total());
    Duration first = outcome.timing().timeToFirstToken();
    if (first != null) {
      timer(MODEL_FIRST_TOKEN, "Until a model's first token", tags, BUCKETS).record(first);
    }
    Duration perToken = outcome.timing().timePerToken();
    if (perToken != null) {
      timer(MODEL_PER_TOKEN, "For each token after the first", tags, FINE_BUCKETS).record(perToken);
    }
    timeParts(MODEL_PART, "Parts of attempts at models", tags, outcome.timing());
    countTokens(tags, outcome.usage());
  }

  @Override
  public void modelAbandoned(String provider, String model, Duration after) {
    Tags tags = Tags.of("provider", provider, "model", model);
    time(MODEL_ATTEMPT, "Attempts at models", tags, ABANDONED, after);
  }

  @Override
  public void modelRefused(String provider, String model) {
    Counter.builder(MODEL_REFUSED)
        .description("Attempts at models that were not made, because a breaker was open")
        .tags("provider", provider, "model", model)
        .register(registry)
        .increment();
  }

  @Override
  public void replicaAnswered(String provider, String model, String replica, Outcome<?> outcome) {
    replicaEnded(provider, model, replica, endOf(outcome));
  }

  @Override
  public void replicaAbandoned(String provider, String model, String replica) {
    replicaEnded(provider, model, replica, ABANDONED);
  }

  private void replicaEnded(String provider, String model, String replica, String end) {
    Counter.builder(MODEL_REPLICA_CALLS)
        .description("Attempts at each of several servers that serve the same models")
        .tags("provider", provider, "model", model, "replica", replica, "outcome", end)
        .register(registry)
        .increment();
  }

  @Override
  public void breakerTurned(String provider, String model, BreakerState state) {
    breakers
        .computeIfAbsent(Tags.of("provider", provider, "model", model), this::breaker)
        .set(state);
  }

  private AtomicReference<BreakerState> breaker(Tags tags) {
    AtomicReference<BreakerState> current = new AtomicReference<>(BreakerState.CLOSED);
    for (BreakerState state : BreakerState.values()) {
      Gauge.builder(MODEL_BREAKER, current, is -> is.get() == state ? 1 : 0)
          .description("1 for the state that a model's breaker is in")
          .tags(tags.and("state", word(state)))
          .register(registry);
    }
    return current;
  }

  @Override
  public void toolAnswered(String tool, Outcome<?> outcome) {
    Tags tags = Tags.of("tool", tool);
    time(TOOL_ATTEMPT, "Attempts at tools", tags, endOf(outcome), outcome.timing().total());
    timeParts(TOOL_PART, "Parts of attempts at tools", tags, outcome.timing());
  }

  @Override
  public void toolAbandoned(String tool, Duration after) {
    time(TOOL_ATTEMPT, "Attempts at tools", Tags.of("tool", tool), ABANDONED, after);
  }

  private void countTokens(Tags tags, Usage usage) {
    Tags counted = tags.and("estimated", String.valueOf(usage.estimated()));
    count(counted, "input", usage.inputTokens());
    count(counted, "output", usage.outputTokens());
    count(counted, "cache_read_input", usage.cacheReadInputTokens());
    count(counted, "cache_write_input", usage.cacheWriteInputTokens());
    count(counted, "cache_write_1h_input", usage.cacheWrite1hInputTokens());
    count(counted, "reasoning_output", usage.reasoningOutputTokens());
    count(counted, "rejected_prediction", usage.rejectedPredictionTokens());
  }

  private void count(Tags tags, String type, long tokens) {
    if (tokens > 0) {
      Counter.builder(MODEL_TOKENS)
          .description("Tokens by type; all others are parts of input and output")
          .tags(tags.and("type", type))
          .register(registry)
          .increment((double) tokens);
    }
  }

  private void time(String name, String description, Tags tags, String end, Duration took) {
    timer(name, description, tags.and("outcome", end), BUCKETS).record(took);
  }

  private void timeParts(String name, String description, Tags tags, Timing timing) {
    timing
        .parts()
        .forEach(
            (part, took) ->
                timer(name, description, tags.and("part", part.code()), FINE_BUCKETS).record(took));
  }

  private Timer timer(String name, String description, Tags tags, Duration[] buckets) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  private static String endOf(Outcome<?> outcome) {
    return outcome instanceof Failed<?> failed ? word(failed.failure().kind()) : "succeeded";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
