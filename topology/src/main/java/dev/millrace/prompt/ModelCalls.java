// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.call.FailureKind;
import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Trim;
import dev.millrace.ledger.Amounts;
import dev.millrace.model.Message;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.LastWord;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PromptCache;
import dev.millrace.pipeline.Provider;
import dev.millrace.run.CallId;
import dev.millrace.run.RunFacts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes calls of models: counts what they say, and what they may cost at most. */
final class ModelCalls {
  private final Pipeline pipeline;
  private final PromptTokens tokens;

  ModelCalls(Pipeline pipeline, PromptTokens tokens) {
    this.pipeline = pipeline;
    this.tokens = tokens;
  }

  /** A call of a model, or why it cannot be made. */
  PlannedCall plan(RunView view, CallId id, Ask ask, Aim aim, long nowMs) {
    String name = aim.target(ask.model());
    ModelConfig model = config(name);
    long bytes = PromptTokens.bytes(ask.messages()) + PromptTokens.bytes(ask.prediction());
    if (bytes > pipeline.limits().maxPromptBytes()) {
      String detail = "The prompt has " + bytes + " bytes, more than limits.max_prompt.";
      return PlannedCall.failed(ask.name(), Kind.MODEL, FailureKind.REQUEST_TOO_LARGE, detail);
    }
    InputBuckets input =
        tokens.count(name, ask.messages(), ask.tools(), ask.schema(), ask.carried());
    int maxOutput = maxOutput(ask, model, aim.trim());
    if (input.total() + maxOutput + predicted(ask.prediction(), model) > model.contextTokens()) {
      String detail = "The prompt has " + input.total() + " tokens, too many for " + name + ".";
      return PlannedCall.failed(ask.name(), Kind.MODEL, FailureKind.REQUEST_TOO_LARGE, detail);
    }
    Duration timeout = view.run().facts().withinDeadline(model.timeout(), nowMs);
    ModelRequest request =
        new ModelRequest(
            id.toString(),
            model.wireName(),
            ask.sent(),
            ask.tools(),
            maxOutput,
            model.temperature(),
            ask.schema(),
            timeout,
            options(model, ask));
    long deadlineAtMs = view.run().facts().deadlineAtMs();
    Quote quote = quote(ask, aim.first(ask.model()), nowMs, deadlineAtMs);
    return new PlannedCall.ToSend(
        new OutboundCall.ToModel(id, name, request),
        Kind.MODEL,
        name,
        ask.name(),
        quote.worst(aim.trim()),
        input,
        timeout,
        "",
        false,
        quote);
  }

  private static ModelOptions options(ModelConfig model, Ask ask) {
    PromptCache cache = model.promptCache();
    return ModelOptions.DEFAULT
        .withReasoningEffort(model.reasoningEffort())
        .withPrediction(ask.prediction())
        .withPromptCaching(cache != PromptCache.OFF)
        .withPromptCacheKey(
            cache == PromptCache.KEYED ? PlannedCall.clipped(ask.cacheKey()) : null);
  }

  /** What a prediction may cost as output, if none of it is taken; where it is sent at all. */
  private int predicted(String prediction, ModelConfig model) {
    boolean isSent = !prediction.isEmpty() && provider(model).protocol().hasPredictions();
    return isSent ? tokens.count(model.name(), prediction) : 0;
  }

  private Provider provider(ModelConfig model) {
    return Objects.requireNonNull(pipeline.providers().get(model.provider()));
  }

  /** No fewer than its protocol can say: those are what it may be billed. */
  private int maxOutput(Ask ask, ModelConfig model) {
    return maxOutput(ask.maxOutputTokens(), model);
  }

  private int maxOutput(@Nullable Integer asked, ModelConfig model) {
    int least = provider(model).protocol().leastOutputTokens();
    int most = model.maxOutputTokens();
    return Math.max(least, asked == null ? most : Math.min(asked, most));
  }

  /** No longer than is held for. */
  private int maxOutput(Ask ask, ModelConfig model, Trim trim) {
    int least = provider(model).protocol().leastOutputTokens();
    return Math.max(least, Math.min(maxOutput(ask, model), trim.maxOutputTokens()));
  }

  private Quote quote(Ask ask, String first, long nowMs, long deadlineAtMs) {
    List<Quote.Line> lines = withFallbacks(first).map(each -> line(ask, each)).toList();
    return new Quote(lines, nowMs, deadlineAtMs);
  }

  private Quote.Line line(Ask ask, ModelConfig model) {
    int longest = maxOutput(ask, model);
    return new Quote.Line(
        tokens.count(model.name(), ask.messages(), ask.tools(), ask.schema(), 0).total(),
        predicted(ask.prediction(), model),
        provider(model).protocol().leastOutputTokens(),
        shortest(ask, model, longest),
        longest,
        model.prices());
  }

  /** Half of what a schema asks for is of no use to anybody. */
  private int shortest(Ask ask, ModelConfig model, int longest) {
    if (ask.schema() != null) {
      return longest;
    }
    Integer said = model.minOutputTokens();
    int least = provider(model).protocol().leastOutputTokens();
    return Math.min(longest, Math.max(least, said == null ? (longest + 3) / 4 : said));
  }

  /** What a request that has been counted may cost at one model. */
  Amounts worst(String name, InputBuckets input, ModelRequest request, RunFacts facts, long nowMs) {
    ModelConfig model = config(name);
    int output = request.maxOutputTokens() + predicted(request.options().prediction(), model);
    long nanos = model.prices().worstCaseNanos(input.total(), output, nowMs, facts.deadlineAtMs());
    return Amounts.ofModelCall(nanos, input.total(), output);
  }

  /** What a last word may cost at most, whatever it says and whenever it is said. */
  BudgetLimits most(LastWord word, RunFacts facts) {
    long nanos = 0;
    long output = 0;
    for (ModelConfig each : withFallbacks(word.model()).toList()) {
      int most = maxOutput(word.maxOutputTokens(), each);
      long dearest =
          each.prices()
              .worstCaseNanos(
                  word.maxInputTokens(), most, facts.startedAtMs(), facts.deadlineAtMs());
      nanos = Math.max(nanos, dearest);
      output = Math.max(output, most);
    }
    long input = word.maxInputTokens();
    return new BudgetLimits(nanos, input + output, input, output, 1L, null);
  }

  /** Whether a last word's prompt is no longer than it may be, at whichever model it comes to. */
  boolean fits(LastWord word, List<Message> messages) {
    return withFallbacks(word.model())
        .mapToInt(each -> tokens.count(each.name(), messages).total())
        .allMatch(input -> input <= word.maxInputTokens());
  }

  private Stream<ModelConfig> withFallbacks(String model) {
    ModelConfig first = config(model);
    return Stream.concat(Stream.of(first), first.fallbacks().stream().map(this::config));
  }

  /** Whether a model of ours, which may have left the file, is the same of the same provider. */
  boolean areSame(String name, String known) {
    ModelConfig model = pipeline.models().get(name);
    ModelConfig other = config(known);
    return model != null
        && model.provider().equals(other.provider())
        && model.wireName().equals(other.wireName());
  }

  private ModelConfig config(String name) {
    return Objects.requireNonNull(pipeline.models().get(name), name);
  }
}
