// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.AccountStanding;
import dev.millrace.call.AccountStanding.Count;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.embedding.HashingEmbedder;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ModelRequest;
import dev.millrace.run.CallResult;
import dev.millrace.run.Reason;
import java.time.Duration;
import java.util.List;

/** What the world answers: sense, nonsense, and failures of every kind. */
final class Acts {
  /** Fewer tokens than any tokenizer makes of so many characters of ours. */
  private static final int CHARS_A_TOKEN = 16;

  static final HashingEmbedder EMBEDDER = new HashingEmbedder(64);

  private final Dice dice;
  private final Temper temper;
  private final Faults faults;
  private final ModelActs models;

  Acts(Dice dice, Temper temper, Faults faults, List<String> tools) {
    this.dice = dice;
    this.temper = temper;
    this.faults = faults;
    this.models = new ModelActs(dice, temper, faults, tools);
  }

  static String target(OutboundCall call) {
    if (call instanceof OutboundCall.ToModel model) {
      return model.model();
    }
    return call instanceof OutboundCall.ToTool tool ? tool.tool() : Temper.EMBEDDER;
  }

  Outcome<CallResult> act(OutboundCall call, long tookMs) {
    Timing timing = new Timing(Duration.ofMillis(tookMs), null);
    FailureKind failure = temper.failure(dice, target(call));
    if (failure != null) {
      return fail(call, failure, timing);
    }
    if (call instanceof OutboundCall.ToModel model) {
      CallResult answer = new CallResult.ModelAnswer(models.answer(model.request()));
      Usage usage = usage(model.request());
      return new Outcome.Succeeded<>(answer, usage, timing, account(timing));
    }
    CallResult result =
        call instanceof OutboundCall.ToTool
            ? tool()
            : vector(((OutboundCall.ToEmbedder) call).text());
    return new Outcome.Succeeded<>(result, Usage.NONE, timing);
  }

  Outcome<CallResult> fail(OutboundCall call, FailureKind kind, Timing timing) {
    faults.count(kind);
    boolean billed = call instanceof OutboundCall.ToModel && dice.oneIn(3);
    Usage usage = Usage.NONE;
    if (billed && call instanceof OutboundCall.ToModel model) {
      faults.count(Fault.BILLED_FAILURE);
      usage = usage(model.request()).asEstimate();
    }
    Failure failure =
        dice.oneIn(4)
            ? Failure.retryAfter(kind, "simulated", Duration.ofMillis(dice.between(1, 3_000)))
            : Failure.of(kind, "simulated");
    boolean tells = call instanceof OutboundCall.ToModel;
    return new Outcome.Failed<>(
        failure, usage, timing, tells ? account(timing) : AccountStanding.NONE);
  }

  /** What a provider says in passing, with so much at its next reset that nobody waits again. */
  private AccountStanding account(Timing timing) {
    if (!dice.oneIn(temper.odd())) {
      return AccountStanding.NONE;
    }
    faults.count(Fault.USED_UP);
    Duration resets = timing.total().plusMillis(dice.between(0, 4_000));
    Count left = new Count(1_000_000L, dice.between(0, 2), resets);
    Duration saidAfter = timing.total().dividedBy(1 + dice.below(3));
    return new AccountStanding(left, null, null, null, saidAfter);
  }

  /** What an attempt may come to: less than was counted before it left. */
  static long mostTokens(ModelRequest request) {
    return mostInput(request) + request.maxOutputTokens();
  }

  private static long mostInput(ModelRequest request) {
    long chars = request.messages().stream().mapToLong(each -> each.toString().length()).sum();
    return 1 + chars / CHARS_A_TOKEN / 2;
  }

  /** Never more than was counted before the call left, and never more than it may say. */
  private Usage usage(ModelRequest request) {
    long input = dice.between(1, mostInput(request));
    long cached = dice.between(0, input);
    long written = dice.between(0, input - cached);
    long output = dice.between(0, request.maxOutputTokens());
    return new Usage(input, output, cached, written, 0, false);
  }

  private CallResult tool() {
    boolean isAsBefore = dice.mostly(Reason.NO_PROGRESS);
    String log = !isAsBefore && dice.oneIn(4) ? "on its way, ".repeat(50) : "";
    String content =
        "{\"status\":\"sent\",\"name\":\"Ann\",\"n\":"
            + (isAsBefore ? 0 : dice.below(100))
            + ",\"log\":\""
            + log
            + "\"}";
    if (dice.oneIn(temper.nonsense())) {
      content = nonsense();
    }
    return new CallResult.ToolAnswer(content, 1 + content.length() / 4, false);
  }

  private String nonsense() {
    if (dice.oneIn(2)) {
      faults.count(Fault.EMPTY_ANSWER);
      return dice.pick(List.of("", " ", "null", "{}", "[]", "\"\""));
    }
    faults.count(Fault.GARBAGE_JSON);
    return dice.pick(List.of("{\"status\":", "]", "<html>503</html>", "\u0000\uD800", "1e999"));
  }

  private CallResult vector(String text) {
    if (dice.oneIn(temper.nonsense())) {
      faults.count(Fault.BAD_VECTOR);
      return new CallResult.Vector(dice.oneIn(2) ? new float[] {1} : new float[64]);
    }
    return EMBEDDER.embed(text).join() instanceof Outcome.Succeeded<float[]> made
        ? new CallResult.Vector(made.value())
        : new CallResult.Vector(new float[0]);
  }
}
